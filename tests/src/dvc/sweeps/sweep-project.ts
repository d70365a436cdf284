import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { results } from '../../e2e/reprise.ts'

const exec = promisify(execFile)

/** `train` counts each of its runs in $RUNS, takes `data` and the parameters, and ends with 3 where the rate is 0.5. */
const files = {
  'dvc.yaml': `stages:
  prepare:
    cmd: echo prepared >> "$RUNS"; cp data prepared
    deps: [data]
    outs: [prepared]
  train:
    cmd: ./train.sh
    deps: [prepared, train.sh]
    params: [train]
    outs: [model]
    metrics: [{results.json: {cache: false}}]
`,
  'params.yaml': 'train:\n  lr: 0.1 # the rate\n  epochs: 1\n',
  data: 'data\n',
  'train.sh': `#!/bin/sh
lr=$(sed -n 's/^  lr: \\([^ ]*\\).*/\\1/p' params.yaml) epochs=$(sed -n 's/^  epochs: //p' params.yaml)
echo "lr=$lr epochs=$epochs" >> "$RUNS"
[ ! -e "$WAIT_FOR" ] || while [ -e "$WAIT_FOR" ]; do echo tick >> "$TICKS"; sleep 0.1; done
[ "$lr" != 0.5 ] || { echo 'it diverged' >&2; exit 3; }
cat prepared > model; cat extra >> model 2>/dev/null
awk -v l="$lr" -v e="$epochs" 'BEGIN { d = l - 0.2; print "{\\"acc\\": " (1 - d * d - 0.01 * e) ", \\"epochs\\": " e "}" }' > results.json
`,
}

/** A project with a pipeline of two stages, committed. */
export async function makeSweepProject(parent: string): Promise<string> {
  const folder = join(parent, 'project')
  await mkdir(folder)
  await git(folder, 'init', '--quiet', '--initial-branch', 'main')
  await results(['init', '-q'], { cwd: folder })
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  await chmod(join(folder, 'train.sh'), 0o755)
  await results(['add', '-q', 'data'], { cwd: folder })
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', '--message', 'first')
  return folder
}

export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await exec('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-C', folder, ...args])
  return stdout
}
