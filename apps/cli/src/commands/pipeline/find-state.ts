import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol/errors'

const LARGEST_PAGE = 200
const WHOLE = 32
const FEWEST = 4

/** The id of a state that an id, or the beginning of one, names; undefined for none. Throws where it names none or several. */
export async function findStateId(client: Client, project: string, given: string | undefined): Promise<string | undefined> {
  if (given === undefined || given.length >= WHOLE) return given
  const { states } = await client.searchPipelineStates({ project, max_results: LARGEST_PAGE })
  const found = given.length < FEWEST ? [] : states.filter((state) => state.state_id.startsWith(given.toLowerCase()))
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only.state_id
  const hint = `List them: reprise pipeline states ${project}`
  if (only === undefined)
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No state of ${project} has an id that begins with '${given}'.`, { hint })
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${found.length} states of ${project} have ids that begin with '${given}'.`, { hint })
}
