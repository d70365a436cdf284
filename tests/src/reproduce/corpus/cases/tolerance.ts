import type { Case } from '../case.ts'

/** The same result, in other bytes. */
export const toleranceCases: readonly Case[] = [
  {
    name: 'the time of day in the header of a gzip file',
    plant: async (lab) => {
      const program = "import gzip, time\nwith gzip.GzipFile('o.gz', 'wb', mtime=time.time()) as file:\n    file.write(b'the same')\n"
      return { run: await lab.run(await lab.makeWork({ 'g.py': program }), ['python3', 'g.py']) }
    },
    expected: { verdict: 'WITHIN_TOLERANCE', kind: 'numeric' },
  },
  {
    name: 'sums in another order, which differ in the last digit',
    plant: async (lab) => {
      const program = `import json, random
terms = [1 / (n + 1) for n in range(10000)]
random.shuffle(terms)
json.dump({'sum': sum(terms) if False else __import__('functools').reduce(lambda a, b: a + b, terms)}, open('o.json', 'w'))
`
      return { run: await lab.run(await lab.makeWork({ 's.py': program }), ['python3', 's.py']) }
    },
    expected: { verdict: 'WITHIN_TOLERANCE', kind: 'numeric' },
  },
  {
    name: 'the keys of JSON in another order',
    plant: async (lab) => {
      const program =
        "import json\nwords = 'a b c d e f g h i j k l m n'.split()\njson.dump({w: 1 for w in set(words)}, open('o.json', 'w'))\n"
      return { run: await lab.run(await lab.makeWork({ 'k.py': program }), ['python3', 'k.py']) }
    },
    expected: { verdict: 'WITHIN_TOLERANCE', kind: 'numeric' },
  },
]
