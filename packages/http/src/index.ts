export { networkOf } from './network-of.ts';
export { fieldErrors, HttpProblem, parseInput, sendProblem } from './problem.ts';
export { createHttpServer, type HttpServerOptions } from './server.ts';
