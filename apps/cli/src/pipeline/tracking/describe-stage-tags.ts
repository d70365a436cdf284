import type { Preparation } from '@reprise/capture/recording'
import { describeTags } from '../../recording/describe-tags.ts'

export interface StageTags {
  readonly address: string
  readonly command: string
  readonly reproduces: string | undefined
}

/** The tags of the run of a stage that are known before it starts. */
export function describeStageTags({ options, redactor }: Preparation, { address, command, reproduces }: StageTags): Record<string, string> {
  return {
    ...describeTags(options.argv, options),
    'mlflow.source.name': address,
    'reprise.command': redactor.text(command).text.slice(0, 1_000),
    'reprise.kind': 'stage',
    'reprise.stage': address,
    ...(reproduces === undefined ? {} : { 'reprise.repeat': 'true' }),
  }
}
