import { parseSettings } from '@callscript/service';
import { examineEngine } from '@callscript/speech';
import { engineSettings, toEngineOptions } from '@callscript/speech/settings';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Machine } from '../program/program.ts';
import { formatReport } from './speech-report.ts';

export interface DoctorFlags {
  json?: boolean;
}

/** Fails when the engine does not work on the device that the settings name. */
export async function examineSpeech({ terminal, environment }: Machine, { json }: DoctorFlags): Promise<ExitCode> {
  const report = await examineEngine(toEngineOptions(parseSettings(engineSettings, environment)));
  terminal.print(...(json === true ? JSON.stringify(report, undefined, 2).split('\n') : formatReport(report)));
  if (json !== true) terminal.complain(...report.problems.map((problem) => `problem: ${problem}`));
  return report.problems.length === 0 ? exitCodes.ok : exitCodes.failure;
}
