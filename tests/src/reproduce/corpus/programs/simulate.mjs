// A random walk from a seed, as a Node program writes it: JSON and a table.
import { readFileSync, writeFileSync } from 'node:fs'

let state = Number(JSON.parse(readFileSync('settings.json', 'utf8')).seed)
const draw = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
let place = 0
const rows = Array.from({ length: 500 }, (_, step) => [step, (place += draw() - 0.5)])
writeFileSync('walk.csv', ['step,place', ...rows.map((row) => row.join(','))].join('\n'))
writeFileSync('end.json', JSON.stringify({ end: place, furthest: Math.max(...rows.map(([, at]) => Math.abs(at))) }))
