import { execFile, spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place } from '../place.ts'

const exec = promisify(execFile)
/** What makes conda environments here. */
const tool = ['micromamba', 'mamba', 'conda'].find((name) => spawnSync(name, ['--version']).status === 0)
if (tool === undefined) throw new Error('There is no micromamba, mamba or conda on PATH.')

/** Makes a channel with one package in two versions, of nothing but a script. */
const maker = `
import bz2, hashlib, io, json, os, sys, tarfile
folder = sys.argv[1]
packages = {}
for sub in ('linux-64', 'noarch'):
    os.makedirs(f'{folder}/{sub}')
for version in ('1.0', '2.0'):
    index = {'name': 'tinytool', 'version': version, 'build': '0', 'build_number': 0, 'depends': [], 'subdir': 'linux-64', 'arch': 'x86_64', 'platform': 'linux'}
    files = {'bin/tinytool': f'#!/bin/sh\\necho tool {version} > out.txt\\n'}
    files.update({'info/index.json': json.dumps(index), 'info/files': 'bin/tinytool\\n'})
    name = f'tinytool-{version}-0.tar.bz2'
    with tarfile.open(f'{folder}/linux-64/{name}', 'w:bz2') as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(text)
            member.mode = 0o755
            archive.addfile(member, io.BytesIO(text.encode()))
    data = open(f'{folder}/linux-64/{name}', 'rb').read()
    packages[name] = {**index, 'md5': hashlib.md5(data).hexdigest(), 'sha256': hashlib.sha256(data).hexdigest(), 'size': len(data)}
for sub, content in (('linux-64', packages), ('noarch', {})):
    text = json.dumps({'info': {'subdir': sub}, 'packages': content, 'packages.conda': {}})
    open(f'{folder}/{sub}/repodata.json', 'w').write(text)
    open(f'{folder}/{sub}/repodata.json.bz2', 'wb').write(bz2.compress(text.encode()))
`

describe('an environment of conda', () => {
  let place: Place
  let url: string
  const channel = createServer((request, response) => {
    createReadStream(join(place.folder, 'channel', request.url ?? ''))
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  })
  beforeAll(async () => {
    place = await openPlace()
    await exec('python3', ['-c', maker, join(place.folder, 'channel')])
    await new Promise<void>((resolve) => channel.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(channel.address() as AddressInfo).port}`
    await mkdir(join(place.folder, 'home'))
    await writeFile(join(place.folder, 'home', '.condarc'), `channels:\n  - ${url}\ndefault_channels: []\n`)
  })
  afterAll(async () => {
    channel.close()
    await place[Symbol.asyncDispose]()
  })

  const settings = (): Record<string, string> => ({ HOME: join(place.folder, 'home'), CONDA_PKGS_DIRS: join(place.folder, 'packages') })

  it('is made again from the addresses and digests of its packages, also offline', async () => {
    const home = join(place.folder, 'environment')
    const env = { ...process.env, ...settings() }
    await exec(tool, ['create', '--yes', '--quiet', '--prefix', home, '--override-channels', '-c', url, 'tinytool=1.0'], { env })
    const work = await place.makeWork({ 'x.txt': '' })
    const path = { PATH: `${home}/bin:${process.env['PATH'] ?? ''}`, CONDA_PREFIX: home }
    const id = await place.run(work, ['tinytool'], { env: path })
    await forget(home)
    for (const args of [[], ['--offline']]) {
      const found = await place.reproduce(id, args, { env: settings() })
      expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
      expect(found.notes).toContain('a conda environment was made of 1 packages')
    }
  })
})
