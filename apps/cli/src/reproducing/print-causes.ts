import type { Cause } from '@reprise/compare'
import { type Explanation, nameTrial } from '@reprise/reproduce'
import type { Style } from '../output/style.ts'
import { type Pair, printText } from './print-sections.ts'

/** Causes, and what was undone to confirm them. */
export function listCauseSections(
  causes: readonly Cause[],
  explanation: Explanation | undefined,
): readonly (readonly [title: string, pairs: readonly Pair[]])[] {
  const { why, trials = [], ruledOut = [], notTried = [] } = explanation ?? {}
  return [
    ['Causes', causes.map((cause) => [cause.status, `${cause.kind} ${cause.subject}: ${cause.evidence}`])],
    [
      'Runs with differences undone',
      [
        ...(why === undefined ? [] : [['', why] as const]),
        ...trials.map((trial): Pair => [trial.outcome, `${nameTrial(trial)}${trial.why === undefined ? '' : `: ${trial.why}`}`]),
      ],
    ],
    ['Ruled out', ruledOut.map((cause) => [cause.kind, `${cause.subject}: ${cause.why}`])],
    ['Could not be undone here', notTried.map((cause) => [cause.kind, `${cause.subject}: ${cause.why}`])],
  ]
}

/** How the code became other, where that is a confirmed cause. */
export function printPatches(causes: readonly Cause[], style: Style): string {
  return causes
    .map(({ status, subject, patch = '' }) =>
      status === 'confirmed' ? printText(patch, { title: style.bold(`How ${subject} became other`) }) : '',
    )
    .join('')
}
