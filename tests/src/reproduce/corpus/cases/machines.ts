import { execFile } from 'node:child_process'
import { readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Case } from '../case.ts'
import type { Lab } from '../lab.ts'

const flags = "import re\nopen('o.txt', 'w').write(re.search(r'^flags.*$', open('/proc/cpuinfo').read(), re.M)[0][-200:])\n"
const shown = "import numpy\nopen('o.txt', 'w').write(repr(numpy.float64(1) / 3))\n"

/** Another processor, other numbers, another numpy, an interpreter that is not to be had. */
export const machineCases: readonly Case[] = [
  {
    name: 'a processor that can do less than that of the original',
    needs: 'a mount namespace',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'f.py': flags })
      const richer = join(lab.place.folder, 'cpuinfo')
      const text = await readFile('/proc/cpuinfo', 'utf8')
      await writeFile(richer, text.replaceAll(/^(flags\s*:.*)$/gm, '$1 avx9000'))
      return { run: await lab.run(folder, ['python3', 'f.py'], { within: mounting(`mount --bind ${richer} /proc/cpuinfo`) }) }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'cpu', subject: /flags/ },
  },
  {
    name: 'a kernel of the BLAS for another processor, where it is repeated',
    plant: async (lab) => {
      const program =
        "import numpy as np\na = np.sin(np.arange(250000.0)).reshape(500, 500)\nopen('o.txt', 'w').write((a @ a.T).sum().hex())\n"
      const run = await lab.run(await lab.makeWork({ 'b.py': program }), [lab.science, 'b.py'], { env: { OPENBLAS_CORETYPE: 'Prescott' } })
      // The one of the original is recorded, and put back.
      return { run, env: { OPENBLAS_CORETYPE: 'Haswell' } }
    },
    expected: { verdict: 'BIT_IDENTICAL', kind: 'identical' },
  },
  {
    name: 'weights in half precision',
    plant: async (lab) => {
      const program = `import os, numpy as np
kind = np.float32 if os.environ.get('HALF') is None else np.float16
np.save('w.npy', np.linspace(0, 1, 64, dtype=np.float64).astype(kind))
`
      const folder = await lab.makeWork({ 'h.py': program })
      return { run: await lab.run(folder, [lab.science, 'h.py'], { env: { HALF: '1' } }) }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'precision', subject: /w\.npy/ },
  },
  {
    name: 'another numpy, of which the original is fetched',
    needs: 'uv',
    plant: async (lab) => ({ run: await changeNumpy(lab, 'numpy-online') }),
    expected: { verdict: 'BIT_IDENTICAL', kind: 'identical' },
  },
  {
    name: 'another numpy, where nothing can be fetched',
    needs: 'uv',
    plant: async (lab) => {
      const run = await changeNumpy(lab, 'numpy-offline')
      const empty = join(lab.place.folder, 'no-cache')
      return { run, args: ['--offline'], env: { UV_CACHE_DIR: empty, PIP_CACHE_DIR: empty } }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'package', subject: /numpy/ },
  },
  {
    name: 'an environment beside the code that is deleted, from which a package is fetched again',
    plant: async (lab) => {
      const { run } = await deleteEnvironment(lab)
      return { run }
    },
    expected: { verdict: 'BIT_IDENTICAL', kind: 'identical' },
  },
  {
    name: 'an environment beside the code that is deleted, where nothing can be fetched',
    plant: async (lab) => {
      const { run } = await deleteEnvironment(lab)
      const empty = join(lab.place.folder, 'no-cache')
      return { run, args: ['--offline'], env: { UV_CACHE_DIR: empty, PIP_CACHE_DIR: empty } }
    },
    expected: { verdict: 'CANNOT', kind: 'missing package', cause: 'package', subject: /humanize/ },
  },
  {
    name: 'an interpreter that is nowhere any more',
    needs: 'a mount namespace and a second Python',
    plant: async (lab) => {
      const python = await lab.makeVirtualEnvironment('gone', lab.otherPython)
      const folder = await lab.makeWork({ 'v.py': "import sys\nopen('v.txt', 'w').write(str(sys.version_info[:3]))\n" })
      const run = await lab.run(folder, [python, 'v.py'])
      await rm(join(lab.place.folder, 'gone'), { recursive: true })
      return { run, args: ['--offline'], within: mounting(`mount --bind /dev/null ${await realpath(lab.otherPython)}`) }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'interpreter' },
  },
]

/** Words before a command that let it, and nobody else, see something mounted. */
export function mounting(script: string): string[] {
  return ['unshare', '-Urm', 'sh', '-c', `${script} && exec "$@"`, 'sh']
}

async function changeNumpy(lab: Lab, name: string): Promise<string> {
  const home = join(lab.place.folder, name)
  const python = join(home, 'bin', 'python')
  const uv = async (...words: readonly string[]): Promise<void> => void (await promisify(execFile)('uv', words))
  await uv('venv', '--quiet', '--python', 'python3', home)
  const install = (version: string): Promise<void> => uv('pip', 'install', '--quiet', '--python', python, `numpy==${version}`)
  await install('1.26.4')
  const run = await lab.run(await lab.makeWork({ 'n.py': shown }), [python, 'n.py'])
  await install('2.2.6')
  return run
}

async function deleteEnvironment(lab: Lab): Promise<{ readonly run: string }> {
  const program = "import humanize\nopen('o.txt', 'w').write(humanize.naturalsize(3e6))\n"
  const folder = await lab.makeWork({ 'h.py': program })
  const home = join(folder, '.venv')
  await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', home])
  await lab.installFromIndex(join(home, 'bin', 'python'), 'humanize==4.4.0')
  const run = await lab.run(folder, ['.venv/bin/python', 'h.py'])
  await rm(home, { recursive: true })
  return { run }
}
