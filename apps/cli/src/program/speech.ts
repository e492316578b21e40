import type { Command } from 'commander';
import type { DoctorFlags } from '../commands/speech-doctor.ts';
import type { Runners } from './program.ts';

export function addSpeechCommands(program: Command, onMachine: Runners['onMachine']): void {
  program
    .command('speech')
    .description('the speech engine of this machine')
    .command('doctor')
    .description('what the engine would work with, whether it does, and how fast; reads the ASR_ settings')
    .option('--json', 'for programs')
    .action((flags: DoctorFlags) =>
      onMachine(async (machine) => {
        // Only here: the runtime's native library would slow the start of every other command.
        const { examineSpeech } = await import('../commands/speech-doctor.ts');
        return await examineSpeech(machine, flags);
      }),
    );
}
