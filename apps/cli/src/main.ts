#!/usr/bin/env node
import { runCli } from './run-cli.ts';

// `callscript dlq replay … | head` closes the pipe early; the work goes on unseen.
process.stdout.on('error', () => undefined);

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  directory: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
