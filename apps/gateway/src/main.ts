import { runService } from '@callscript/service';
import { gatewaySettings } from './config.ts';
import { startGateway } from './service.ts';

await runService({ name: 'gateway', settings: gatewaySettings, environment: process.env, start: startGateway });
