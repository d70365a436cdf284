/** A fenced block of a Markdown page: the first word after the fence is its language. */
export interface CodeBlock {
  language: string
  words: string[]
  code: string
  /** Of the opening fence, from 1. */
  line: number
}

export function listCodeBlocks(markdown: string): CodeBlock[] {
  const lines = markdown.split('\n')
  return [...markdown.matchAll(/^```(\S+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(([text, language = '', words = '', code = '']) => ({
    language,
    words: words.trim().split(/\s+/),
    code,
    line: lines.length - markdown.slice(markdown.indexOf(text)).split('\n').length + 1,
  }))
}
