import { startProgram } from '../start-program.ts'
import { type Progress, required, type Step } from '../step.ts'

export const processes: Step = {
  title: 'Two workers and the API are running',
  check: async (progress) => {
    const workers = [1, 2].map(() => start(progress, 'worker/worker-process.ts'))
    const api = start(progress, 'api/api-process.ts')
    await Promise.all(workers.map((worker) => worker.says(/worker: ready/)))
    const [, address] = await api.says(/api: (http:\S+)/)
    progress.api = required(address, 'address of the API')
    return [...workers.map(({ pid }, index) => `worker ${index + 1}: process ${pid}`), `api: process ${api.pid}, ${progress.api}`]
  },
}

function start({ redis, folder, endings }: Progress, file: string) {
  const env = { REDIS_URL: required(redis, 'Redis').url, DATA_FOLDER: folder }
  const program = startProgram(file, env)
  endings.push(program.stop)
  return program
}
