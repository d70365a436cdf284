// The floor: bare node:http that parses the body and answers {}. `floor.ts FOLDER [--durable]`: with --durable it also
// appends the body to a file of the folder and answers after a group-committed fdatasync, which is the least that a
// durable server has to do. Artifacts are piped to and from a file of the folder; with --durable they are synced too.
import { createReadStream, createWriteStream, fdatasync, openSync, statSync, write } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const folder = process.argv[2] ?? '.'
const isDurable = process.argv.includes('--durable')
const journal = isDurable ? openSync(join(folder, 'journal'), 'a') : undefined
const artifact = join(folder, 'artifact')
let waiting: { body: Buffer; response: ServerResponse }[] = []
let busy = false

const server = createServer((request, response) => {
  if (request.method === 'PUT') void takeArtifact(request, response)
  else if (request.url?.includes('/mlflow-artifacts/') === true) void sendArtifact(response)
  else takeBody(request, response)
})

function takeBody(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (body.length > 0) JSON.parse(body.toString('utf8'))
    if (journal === undefined || body.length === 0) return answer(response)
    waiting.push({ body, response })
    if (!busy) commit(journal)
  })
}

function commit(to: number): void {
  busy = true
  const group = waiting
  waiting = []
  write(to, Buffer.concat(group.map(({ body }) => body)), (writeError) => {
    if (writeError !== null) throw writeError
    fdatasync(to, (syncError) => {
      if (syncError !== null) throw syncError
      for (const { response } of group) answer(response)
      if (waiting.length > 0) commit(to)
      else busy = false
    })
  })
}

async function takeArtifact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await pipeline(request, createWriteStream(artifact, { flush: isDurable }))
  answer(response)
}

async function sendArtifact(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': statSync(artifact).size })
  await pipeline(createReadStream(artifact), response)
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 })
  response.end('{}')
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`)
})
process.on('SIGTERM', () => process.exit(0))
