#!/usr/bin/env node
import { runCli } from './run-cli.ts';

// `callscript dlq list | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', () => process.exit());

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  directory: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
