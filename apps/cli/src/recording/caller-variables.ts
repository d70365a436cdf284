type Variables = Readonly<Record<string, string | undefined>>

/**
 * The variables of whoever typed the command. In a clone of the repository, tools/bootstrap.mjs puts a Node.js of its own first on PATH and sets
 * a cache for it; it hands on what stood there, since the command is to find the caller's Node.js.
 */
export function callerVariables(variables: Variables): Variables {
  const { REPRISE_CALLER_PATH: path, REPRISE_CALLER_COMPILE_CACHE: cache, ...others } = variables
  if (path === undefined) return variables
  return { ...others, PATH: path, NODE_COMPILE_CACHE: cache === '' ? undefined : cache }
}
