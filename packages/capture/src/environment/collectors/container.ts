import { type Collector, type Context, whether } from '../collector.ts'
import { readText } from '../limits-of-group.ts'

/** Whether this runs in a container, and in which image as far as that can be seen from inside. */
export const container: Collector = {
  items: ['container.kind', 'container.id', 'container.image'],
  isQuick: true,
  limit: 1_000,
  collect: ({ env }) => {
    const kind = findKind(env, readText)
    if (kind === undefined) {
      const none = whether(undefined, 'This is not in a container.')
      return { items: { 'container.kind': none, 'container.id': none, 'container.image': none }, system: { container: null } }
    }
    const id = findId(readText)
    const image = findImage(env, readText)
    return {
      items: {
        'container.kind': true,
        'container.id': whether(id, 'It can not be seen from inside.'),
        'container.image': whether(image, 'It can not be seen from inside; CONTAINER_IMAGE would say it.'),
      },
      system: { container: { kind, ...(id === undefined ? {} : { id }), ...(image === undefined ? {} : { image }) } },
    }
  },
}

/** The text of a file; undefined where there is none. */
export type ReadText = (file: string) => string | undefined

/** By what kind of container this process is held; undefined for none. */
export function findKind(env: Context['env'], read: ReadText): string | undefined {
  if (env['APPTAINER_CONTAINER'] !== undefined || env['SINGULARITY_CONTAINER'] !== undefined) return 'apptainer'
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined) return 'kubernetes'
  if (read('/run/.containerenv') !== undefined) return 'podman'
  const group = read('/proc/1/cgroup') ?? ''
  if (group.includes('kubepods') || read(SERVICE_ACCOUNT) !== undefined) return 'kubernetes'
  if (read('/.dockerenv') !== undefined) return 'docker'
  // systemd and its likes say it to what they start; LXC and systemd-nspawn do, too.
  const said = read('/run/systemd/container')?.trim() || read('/run/host/container-manager')?.trim() || env['container']
  if (said !== undefined && said !== '') return said
  const known = /docker|libpod|containerd|lxc/.exec(group)?.[0]
  return known === 'libpod' ? 'podman' : known
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'

/** Runtimes name groups and mounts after the container. */
export function findId(read: ReadText): string | undefined {
  const podman = /^id="([\da-f]{64})"$/m.exec(read('/run/.containerenv') ?? '')?.[1]
  if (podman !== undefined) return podman
  const texts = ['/proc/self/cgroup', '/proc/self/mountinfo'].map((file) => read(file) ?? '')
  return texts
    .map((text) => /(?:docker|containers|libpod|kubepods|containerd|sandboxes)[^\n]*?(?<![\da-f])([\da-f]{64})(?![\da-f])/.exec(text)?.[1])
    .find((id) => id !== undefined)
}

export function findImage(env: Context['env'], read: ReadText): string | undefined {
  const said = ['APPTAINER_CONTAINER', 'SINGULARITY_CONTAINER', 'CONTAINER_IMAGE', 'IMAGE_NAME'].map((name) => env[name])
  return said.find((image) => image !== undefined && image !== '') ?? /^image="(.+)"$/m.exec(read('/run/.containerenv') ?? '')?.[1]
}
