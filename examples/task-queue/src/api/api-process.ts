// The API: `REDIS_URL=… MLFLOW_TRACKING_URI=… PORT=8080 node src/api/api-process.ts`. It listens to 127.0.0.1 alone.
import type { AddressInfo } from 'node:net'
import { onEnd } from '../on-end.ts'
import { openQueue } from '../queue/open-queue.ts'
import { readSettings } from '../settings.ts'
import { createApi } from './create-api.ts'

const queue = openQueue(readSettings().redisUrl)
const api = createApi(queue)
api.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`api: http://127.0.0.1:${(api.address() as AddressInfo).port}\n`)
})

onEnd(() => {
  api.close(() => void queue.close())
  api.closeAllConnections()
})
