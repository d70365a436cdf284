import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RecordedAnswer, Recording } from '../differential.ts'

/** Answers of the real server, kept so that the comparison runs where Python is missing and so that people can look answers up. */
export const KEPT_RECORDING = fileURLToPath(new URL('mlflow-3.17.2.json', import.meta.url))

export function readRecording(path: string): Recording {
  return JSON.parse(readFileSync(path, 'utf8')) as Recording
}

/** One line per field of an answer, so that a difference between two recordings is a readable diff. */
export function writeRecording(path: string, recording: Recording): void {
  const scenarios = Object.entries(recording.scenarios).map(
    ([name, answers]) => `    ${JSON.stringify(name)}: {\n${formatAnswers(answers)}\n    }`,
  )
  writeFileSync(path, `{\n  "server": ${JSON.stringify(recording.server)},\n  "scenarios": {\n${scenarios.join(',\n')}\n  }\n}\n`)
}

function formatAnswers(answers: Readonly<Record<string, RecordedAnswer>>): string {
  return Object.entries(answers)
    .map(([name, answer]) => {
      const fields = Object.entries(answer).map(([field, value]) => `        ${JSON.stringify(field)}: ${JSON.stringify(value)}`)
      return `      ${JSON.stringify(name)}: {\n${fields.join(',\n')}\n      }`
    })
    .join(',\n')
}
