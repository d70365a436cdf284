import type { Cause } from '@reprise/compare'
import type { Explanation } from '../explain/explanation.ts'
import { nameTrial } from '../explain/name-trial.ts'
import type { Section } from './sections.ts'

/** What made the result different, or may have; confirmed causes with how the code became other. */
export function listCauses(causes: readonly Cause[]): Section[] {
  return [
    {
      title: 'Causes',
      head: ['kind', 'subject', 'status', 'evidence'],
      rows: causes.map(({ kind, subject, status, evidence }) => [kind, subject, status, evidence]),
    },
    ...causes.flatMap(({ subject, status, patch }) =>
      patch === undefined || status !== 'confirmed' ? [] : [{ title: `How ${subject} became other`, text: patch }],
    ),
  ]
}

/** What was undone to find causes, and what that showed. */
export function listTrials({ why, trials, ruledOut, notTried }: Explanation): Section[] {
  return [
    { title: 'Undoing differences', lines: [why] },
    {
      title: 'Runs with differences undone',
      head: ['undone', 'outcome', 'stayed different', 'runs'],
      rows: trials.map((trial) => [
        nameTrial(trial),
        trial.outcome,
        trial.why ?? trial.differing.join(', '),
        trial.runs.map((id) => id.slice(0, 8)).join(', '),
      ]),
    },
    {
      title: 'Ruled out',
      head: ['kind', 'subject', 'why'],
      rows: ruledOut.map(({ kind, subject, why: reason }) => [kind, subject, reason]),
    },
    {
      title: 'Could not be undone here',
      head: ['kind', 'subject', 'why'],
      rows: notTried.map(({ kind, subject, why: reason }) => [kind, subject, reason]),
    },
  ]
}
