// Leaves out rows without a value.
import { readFileSync, writeFileSync } from 'node:fs'

const [head, ...rows] = readFileSync('demand.csv', 'utf8').trim().split('\n')
writeFileSync('clean.csv', [head, ...rows.filter((row) => !row.endsWith(',')), ''].join('\n'))
