import { Socket } from 'node:net'

/**
 * A socket that sends what is written in one turn of the event loop at once. The driver writes each statement by itself,
 * and every write is a system call that wakes PostgreSQL; statements that travel together are one.
 */
export function createTurnSocket(): Socket {
  const socket = new Socket()
  const write = socket.write.bind(socket) as (...args: readonly unknown[]) => boolean
  let isCorked = false
  const uncork = (): void => {
    isCorked = false
    socket.uncork()
  }
  const writeInTurn = (...args: readonly unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true
      socket.cork()
      process.nextTick(uncork)
    }
    return write(...args)
  }
  socket.write = writeInTurn
  return socket
}
