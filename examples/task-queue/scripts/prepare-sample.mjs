// The stage `prepare_sample` of dvc.yaml: `node scripts/prepare-sample.mjs --input FILE --output FILE`. JavaScript, since the command of a stage is run
// by whatever Node.js is on PATH.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'

const usage = 'usage: node scripts/prepare-sample.mjs --input FILE --output FILE\n'

try {
  const { input, output } = parseArgs({ options: { input: { type: 'string' }, output: { type: 'string' } } }).values
  if (input === undefined || output === undefined) throw new Error(`An option is missing.\n${usage}`)
  const conversations = prepare(JSON.parse(readFileSync(input, 'utf8')))
  mkdirSync(dirname(output), { recursive: true })
  writeFileSync(output, `${JSON.stringify({ conversations }, undefined, 2)}\n`)
  const turns = conversations.reduce((sum, conversation) => sum + conversation.turns.length, 0)
  process.stdout.write(`${output}: ${conversations.length} conversations, ${turns} turns\n`)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

/** The same conversations in the order of their ids, turns in the order of their times: the same bytes for the same sample, however it was written down. */
function prepare({ conversations }) {
  if (!Array.isArray(conversations)) throw new Error('The input has no list `conversations`.')
  return conversations.map(prepareConversation).sort((one, other) => compare(one.id, other.id))
}

function prepareConversation({ id, title, turns }) {
  if (typeof id !== 'string' || !Array.isArray(turns)) throw new Error('A conversation needs an `id` and a list `turns`.')
  const prepared = turns.map(({ speaker, text, at }) => ({ speaker: String(speaker), text: String(text), at: String(at) }))
  return { id, title: String(title ?? id), turns: prepared.sort((one, other) => compare(one.at, other.at)) }
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0
}
