import { type Campaign, untilAcknowledged } from './writer.ts'

/** Moves runs to and fro between two experiments until the campaign is over, and leaves them in the first. Answers how often it moved them. */
export async function keepMoving(
  runIds: readonly string[],
  [home, abroad]: readonly [string, string],
  campaign: Campaign,
): Promise<number> {
  let moves = 0
  for (let isHome = true; !isHome || !campaign.isOver(); isHome = !isHome) {
    const experimentId = isHome ? abroad : home
    await untilAcknowledged(campaign, (client) => client.moveRuns({ run_ids: runIds, experiment_id: experimentId }))
    moves += 1
  }
  return moves
}
