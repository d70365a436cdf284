import type { World } from '../command.ts'

/** Bytes of a line that is not ended that are held back at most. */
const LONGEST = 64 * 1024

export interface LinePrinter {
  print(name: string, output: { readonly stream: 'stdout' | 'stderr'; readonly bytes: Buffer }): void
  /** Prints what was not ended with a newline. */
  end(name: string): void
}

/** Prints what commands write that run at once: whole lines, each with the name of its stage. */
export function createLinePrinter({ write, note }: Pick<World, 'write' | 'note'>, isJson: boolean): LinePrinter {
  const waiting = new Map<string, { text: string; readonly decoder: TextDecoder }>()
  const put = (key: string, name: string, line: string): void => {
    if (key.startsWith('stdout') && !isJson) write(`[${name}] ${line}\n`)
    else note(`[${name}] ${line}`)
  }
  return {
    print: (name, { stream, bytes }) => {
      const key = `${stream} ${name}`
      const held = waiting.get(key) ?? { text: '', decoder: new TextDecoder() }
      waiting.set(key, held)
      const lines = (held.text + held.decoder.decode(bytes, { stream: true })).split('\n')
      held.text = lines.pop() ?? ''
      for (const line of lines) put(key, name, line)
      if (held.text.length <= LONGEST) return
      put(key, name, held.text)
      held.text = ''
    },
    end: (name) => {
      for (const key of [`stdout ${name}`, `stderr ${name}`]) {
        const text = waiting.get(key)?.text ?? ''
        waiting.delete(key)
        if (text !== '') put(key, name, text)
      }
    },
  }
}
