/** A section of system_info.json; empty where there is none. */
export function sectionOf(system: unknown, name: string): Readonly<Record<string, unknown>> {
  const sections = asObject(system)
  return asObject(Object.hasOwn(sections, name) ? sections[name] : undefined)
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
