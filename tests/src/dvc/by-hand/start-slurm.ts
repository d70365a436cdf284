import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { cacheFolder, createTemporaryFolder, findFreePort, startTethered } from '@reprise/testing'

const exec = promisify(execFile)

const packages = [
  'slurmctld',
  'slurmd',
  'slurm-client',
  'slurm-wlm-basic-plugins',
  'libhwloc15',
  'libmunge2',
  'libnuma1',
  'libjson-c5',
  'liblua5.1-0',
]

export interface RunningSlurm extends AsyncDisposable {
  /** Where `sbatch` and the others are. */
  readonly bin: string
  /** Ends the controller at once, as a crash would. */
  loseController(): void
}

/** Starts a controller and one node of 4 processors, without munge and accounts, for the user of this process. */
export async function startSlurm(): Promise<RunningSlurm> {
  const root = await unpack()
  const folder = await createTemporaryFolder('slurm')
  const at = (name: string): string => join(folder.path, name)
  const libraries = [join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'usr/lib/x86_64-linux-gnu/slurm-wlm')]
  await Promise.all(['state', 'spool', 'bin'].map((name) => mkdir(at(name))))
  const [host = 'localhost'] = hostname().split('.')
  const { username } = userInfo()
  await writeFile(
    at('slurm.conf'),
    `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${await findFreePort()}
SlurmdPort=${await findFreePort()}
AuthType=auth/none
CredType=cred/none
SlurmUser=${username}
SlurmdUser=${username}
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd.pid')}
PluginDir=${libraries[1]}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SwitchType=switch/none
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
ReturnToService=2
KillWait=5
NodeName=${host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  )
  const env = { ...process.env, SLURM_CONF: at('slurm.conf'), LD_LIBRARY_PATH: libraries.join(':') }
  const sbin = join(root, 'usr/sbin')
  const controller = await startTethered({ command: join(sbin, 'slurmctld-wlm'), args: ['-D', '-i'], env, removeOnDeath: folder.path })
  const node = await startTethered({ command: join(sbin, 'slurmd-wlm'), args: ['-D', '-d', join(sbin, 'slurmstepd-wlm')], env })
  for (const program of ['sbatch', 'scontrol', 'scancel', 'sacct', 'sinfo']) {
    const settings = `SLURM_CONF=${at('slurm.conf')} LD_LIBRARY_PATH=${libraries.join(':')}`
    await writeFile(join(at('bin'), program), `#!/bin/sh\n${settings} exec ${join(root, 'usr/bin', program)} "$@"\n`)
    await chmod(join(at('bin'), program), 0o755)
  }
  for (let tries = 0; ; tries++) {
    const { stdout } = await exec(join(at('bin'), 'sinfo'), ['--noheader', '--format', '%T']).catch(() => ({ stdout: '' }))
    if (stdout.trim() === 'idle') break
    if (tries > 300) throw new Error(`Slurm did not start: ${stdout}\n${controller.output()}\n${node.output()}`)
    await sleep(100)
  }
  return {
    bin: at('bin'),
    loseController: () => controller.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      await node.stop({ graceMs: 3_000 })
      await controller.stop({ graceMs: 3_000 })
      await folder.remove()
    },
  }
}

async function unpack(): Promise<string> {
  const root = join(cacheFolder, 'slurm')
  if (existsSync(root)) return root
  const unpacking = `${root}.unpacking`
  await rm(unpacking, { recursive: true, force: true })
  await mkdir(unpacking, { recursive: true })
  await exec('/bin/sh', ['-c', `apt-get download -q ${packages.join(' ')} && for one in *.deb; do dpkg -x "$one" .; done && rm ./*.deb`], {
    cwd: unpacking,
  })
  await rename(unpacking, root)
  return root
}
