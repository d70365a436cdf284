import type { Case, Expectation } from '../case.ts'

const systematic: Expectation = { verdict: 'DIVERGED', kind: 'systematic', cause: 'environment', subject: /WHICH_WAY/ }
const numeric: Expectation = { verdict: 'WITHIN_TOLERANCE', kind: 'numeric' }
const noisy = (cause: NonNullable<Expectation['cause']>): Expectation => ({ verdict: 'DIVERGED', kind: 'noisy', cause })

/** Results that look like times, folders or logs, and times, folders and logs that look like results. */
export const lookCases: readonly Case[] = [
  turned(
    'dates that were computed',
    `start = datetime.date(2024, 3, 1) + datetime.timedelta(days=3 if way == 'left' else 0)
open('o.csv', 'w').write('day,rain\\n' + ''.join(f'{start + datetime.timedelta(days=n)},{n}\\n' for n in range(5)))`,
  ),
  turned('durations that were computed', "print('half-life:', '53.1 s' if way == 'left' else '91.7 s')"),
  turned(
    'folders that were computed',
    "open('o.txt', 'w').write('best: /models/' + ('resnet' if way == 'left' else 'vgg') + '/weights.npy')",
  ),
  turned('names that make uuids', "open('o.txt', 'w').write(f'key {uuid.uuid5(uuid.NAMESPACE_DNS, way)}')"),
  turned(
    'what is printed beside a result that is the same',
    "open('o.txt', 'w').write('done')\nprint('accuracy', 0.91 if way == 'left' else 0.87)",
  ),
  turned('how the command ends', "open('o.txt', 'w').write('done')\nsys.exit(0 if way == 'left' else 3)"),
  turned('a file more', "open('o.txt', 'w').write('done')\nif way != 'left':\n    open('dump.txt', 'w').write('more')"),
  plain(
    'numbers in another precision',
    `import os, array
kind = 'd' if os.environ.get('WHICH_WAY') == 'left' else 'f'
data = array.array(kind, [n / 3 for n in range(8)])
head = "{'descr': '<f%d', 'fortran_order': False, 'shape': (8,), }" % data.itemsize
head += ' ' * (63 - (10 + len(head)) % 64) + '\\n'
open('o.npy', 'wb').write(b'\\x93NUMPY\\x01\\x00' + len(head).to_bytes(2, 'little') + head.encode() + data.tobytes())`,
    { verdict: 'DIVERGED', kind: 'systematic', cause: 'precision', subject: /o\.npy/ },
  ),
  plain('nothing but the time of day', "import time\nopen('o.txt', 'w').write(str(time.time()))", noisy('time')),
  plain('nothing but an id that is drawn', "import uuid\nopen('o.txt', 'w').write(str(uuid.uuid4()))", noisy('seed')),
  plain(
    'a description of the run beside its result',
    `import datetime, json, os, time, uuid
started = time.perf_counter()
time.sleep(0.02)
json.dump({
    'id': str(uuid.uuid4()), 'at': datetime.datetime.now().isoformat(), 'created': time.time(), 'folder': os.getcwd(),
    'train_time': time.perf_counter() - started, 'tokens_per_second': 5 / (time.perf_counter() - started), 'loss': 0.25,
}, open('o.json', 'w'))`,
    numeric,
  ),
  plain(
    'what is printed of the clock and the machine beside a result',
    "import os, time\nopen('o.txt', 'w').write('0.25')\nprint('process', os.getpid(), 'tick', time.perf_counter_ns())",
    { verdict: 'BIT_IDENTICAL', kind: 'identical' },
  ),
  plain(
    'work that several processes do as they come',
    `import multiprocessing, os, time
def square(n):
    time.sleep(int.from_bytes(os.urandom(1), 'little') / 2000)
    return n * n
if __name__ == '__main__':
    with multiprocessing.Pool(4) as pool:
        squares = list(pool.imap_unordered(square, range(24)))
    open('o.txt', 'w').write('\\n'.join(map(str, squares)))`,
    noisy('order'),
  ),
  plain(
    'rows of a database',
    "import sqlite3\nbase = sqlite3.connect('o.db')\nbase.execute('create table t (n, third)')\nbase.executemany('insert into t values (?, ?)', [(n, n / 3) for n in range(50)])\nbase.commit()",
    { verdict: 'BIT_IDENTICAL', kind: 'identical' },
  ),
]

/** A program that takes another way where a variable is not what it was. Its value is not recorded. */
function turned(name: string, program: string): Case {
  return plain(name, `import datetime, os, sys, uuid\nway = os.environ['WHICH_WAY']\n${program}`, systematic)
}

function plain(name: string, program: string, expected: Expectation): Case {
  return {
    name,
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'p.py': `${program}\n` })
      return { run: await lab.run(folder, ['python3', 'p.py'], { env: { WHICH_WAY: 'left' } }), env: { WHICH_WAY: 'right' } }
    },
    expected,
  }
}
