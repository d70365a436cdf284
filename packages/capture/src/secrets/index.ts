export { isSecretFile, isSecretName, isSecretVariable } from './names.ts'
export { createStreamRedactor, type StreamRedactor } from './redact-stream.ts'
export { createRedactor, type FoundSecret, type RedactedArguments, type RedactedText, type Redactor, redactUrl } from './redactor.ts'
