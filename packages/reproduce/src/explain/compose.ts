import type { AttemptOptions } from '../attempt.ts'
import { nameTrial } from './name-trial.ts'
import { applyPython } from './python/apply-python.ts'
import type { RerunRequest } from '../rerun.ts'
import type { Sides } from './sides.ts'
import type { Toggle } from './toggle.ts'

/** Characters of a tag that says what a run is for. */
const LONGEST = 400

/** What an attempt does with some toggles on: `all` are those that were found, in their order. */
export function compose(chosen: readonly Toggle[], all: readonly Toggle[], sides: Sides): Pick<AttemptOptions, 'amend' | 'change'> {
  const ordered = all.filter((toggle) => chosen.includes(toggle))
  const firstOfPython = ordered.find(({ python }) => python !== undefined)
  return {
    amend: async (given, layout) => {
      let files = given
      for (const { amend } of ordered) if (amend !== undefined) files = await amend(files, layout)
      return files
    },
    change: async (given, restored) => {
      const what = nameTrial({ changes: ordered.map(({ did }) => did) }).slice(0, LONGEST)
      let request: RerunRequest = {
        ...given,
        name: `${given.name}: ${what}`.slice(0, LONGEST),
        tags: { ...given.tags, 'reprise.explains': what },
      }
      for (const toggle of ordered) {
        const { change } = toggle
        if (toggle === firstOfPython) request = await applyPython(request, { chosen: ordered, all }, sides)
        if (change !== undefined) request = await change(request, restored)
      }
      return request
    },
  }
}
