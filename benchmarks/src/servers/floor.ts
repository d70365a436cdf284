// The floor: bare node:http that parses the body and answers {}. With --durable FILE it also appends the body to the
// file and answers after a group-committed fdatasync: what a durable server can not be faster than on this machine.
import { createServer, type ServerResponse } from 'node:http'
import { fdatasync, openSync, write } from 'node:fs'

const durable = process.argv.indexOf('--durable')
const file = durable < 0 ? undefined : openSync(process.argv[durable + 1] ?? '', 'a')
let waiting: { body: Buffer; response: ServerResponse }[] = []
let busy = false

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (body.length > 0) JSON.parse(body.toString('utf8'))
    if (file === undefined) return answer(response)
    waiting.push({ body, response })
    if (!busy) commit(file)
  })
})

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

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 })
  response.end('{}')
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`)
})
process.on('SIGTERM', () => process.exit(0))
