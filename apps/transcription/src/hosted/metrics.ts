import { Counter, Gauge, Histogram, type Registry } from '@callscript/service';
import type { HostedProviderName } from './provider.ts';
import type { VendorEvents } from './vendor.ts';
import type { Circuit } from './vendor-guard.ts';

export interface HostedMetrics extends VendorEvents {
  circuit(provider: HostedProviderName, circuit: Circuit): void;
  recognized(provider: HostedProviderName, audioSeconds: number, costUsd: number): void;
}

const circuitValues: Readonly<Record<Circuit, number>> = { closed: 0, half_open: 1, open: 2 };

export function createHostedMetrics(registry: Registry): HostedMetrics {
  const registers = [registry];
  const requests = new Histogram({
    name: 'callscript_stt_request_duration_seconds',
    help: 'Requests to hosted speech recognition, by outcome.',
    labelNames: ['provider', 'operation', 'outcome'],
    buckets: [0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600],
    registers,
  });
  const circuits = new Gauge({
    name: 'callscript_stt_circuit',
    help: 'Whether a hosted provider is asked: 0 yes, 1 on trial, 2 no.',
    labelNames: ['provider'],
    registers,
  });
  const seconds = new Counter({
    name: 'callscript_stt_audio_seconds_total',
    help: 'Audio that hosted providers have recognised.',
    labelNames: ['provider'],
    registers,
  });
  const cost = new Counter({
    name: 'callscript_stt_cost_usd_total',
    help: 'What hosted providers charge for it, by the prices in the settings.',
    labelNames: ['provider'],
    registers,
  });
  return {
    asked: (provider, operation, outcome, durationMs) =>
      requests.observe({ provider, operation, outcome }, durationMs / 1000),
    circuit: (provider, circuit) => circuits.set({ provider }, circuitValues[circuit]),
    recognized(provider, audioSeconds, costUsd) {
      seconds.inc({ provider }, audioSeconds);
      cost.inc({ provider }, costUsd);
    },
  };
}
