export { startAdminServer, type AdminServer, type ReadinessChecks } from './admin-server.ts';
export { brokerMetrics } from './broker-metrics.ts';
export { createLogger, type Logger } from './logger.ts';
export { Counter, createMetrics, Gauge, Histogram, type Registry } from './metrics.ts';
export { runService, type Service, type ServiceContext } from './run-service.ts';
export {
  brokerSettings,
  commonSettings,
  databaseSettings,
  parseSettings,
  setting,
  SettingsError,
  stageSettings,
} from './settings.ts';
