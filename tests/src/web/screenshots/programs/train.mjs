// Fits a line with a daily wave to demand.csv by gradient descent.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { data: { type: 'string', default: 'demand.csv' }, rate: { type: 'string', default: '0.1' } } })
const rows = readFileSync(values.data, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number))
const features = ([hour]) => [1, hour / 168, Math.sin((hour / 24) * 2 * Math.PI), Math.cos((hour / 24) * 2 * Math.PI)]
const weights = [0, 0, 0, 0]

for (let epoch = 1; epoch <= 200; epoch++) {
  const slopes = [0, 0, 0, 0]
  let squares = 0
  for (const row of rows) {
    const x = features(row)
    const error = x.reduce((sum, value, at) => sum + value * weights[at], 0) - row[1]
    squares += error * error
    x.forEach((value, at) => (slopes[at] += (2 * error * value) / rows.length))
  }
  slopes.forEach((slope, at) => (weights[at] -= Number(values.rate) * slope))
  if (epoch % 20 === 0) console.log(`epoch ${epoch}: mean squared error ${(squares / rows.length).toFixed(4)}`)
}
writeFileSync('model.json', JSON.stringify({ weights }, null, 2))
