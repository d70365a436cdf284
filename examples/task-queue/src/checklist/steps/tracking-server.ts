import { assert, type Step } from '../step.ts'

export const trackingServer: Step = {
  title: 'MLFLOW_TRACKING_URI names a tracking server that answers',
  check: async ({ trackingUri }) => {
    assert(/^https?:/.test(trackingUri), `Several processes log at once: that needs a server, and MLFLOW_TRACKING_URI is '${trackingUri}'.`)
    const [health, version] = await Promise.all(['health', 'version'].map((path) => ask(`${trackingUri}/${path}`)))
    return [`${trackingUri}: ${health}, version ${version}`]
  },
}

async function ask(url: string): Promise<string> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`Nobody answers at ${url}.`, { cause })
  })
  assert(response.ok, `${url} answers ${response.status}.`)
  return (await response.text()).trim()
}
