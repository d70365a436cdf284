import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxGen } from '@ax-llm/ax'
import type { Example, Metric, Program } from '@reprise/ax'

export interface TicketInput {
  readonly ticket: string
}

export interface TicketAnswer extends Record<string, string> {
  readonly queue: string
}

/** What the program is asked: nothing in it says what belongs where. */
const signature =
  '"Decide which queue a customer\'s ticket goes to" ticket:string "What the customer wrote" -> ' +
  'queue:class "billing, shipping, returns, account, technical, sales" "The queue"'

export function createProgram(): Program<TicketInput, TicketAnswer> {
  const program = new AxGen<TicketInput, TicketAnswer>(signature)
  program.setId('ticket-router')
  return program
}

/** 1 for the right queue. */
export const isRightQueue: Metric<TicketInput, TicketAnswer> = ({ prediction, example }) => (prediction.queue === example['queue'] ? 1 : 0)

export interface Tickets {
  readonly training: readonly Example<TicketInput>[]
  readonly heldOut: readonly Example<TicketInput>[]
}

export async function readTickets(path = join(import.meta.dirname, '../../data/tickets.json')): Promise<Tickets> {
  const { training, held_out: heldOut } = JSON.parse(await readFile(path, 'utf8')) as Record<string, Example<TicketInput>[] | undefined>
  if (training === undefined || heldOut === undefined) throw new Error(`${path} has no 'training' or no 'held_out' tickets.`)
  return { training, heldOut }
}
