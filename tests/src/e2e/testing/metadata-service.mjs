// Runs a command on what looks like a machine of a cloud: a metadata service at its address, answering as the providers document it.
//   node metadata-service.mjs aws|gcp|azure|silent|other COMMAND [ARGUMENT ...]
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const [provider, command, ...args] = process.argv.slice(2)
const TOKEN = 'AQAEAHnJmVvSNhhCgGMSEXdnTlyaMzGJrx5xjmZ7rTkYHjUXGQz9Tg=='

const clouds = {
  aws({ method, url, headers }) {
    if (url === '/latest/api/token') {
      if (method !== 'PUT' || headers['x-aws-ec2-metadata-token-ttl-seconds'] === undefined) return { status: 400 }
      return headers['x-forwarded-for'] === undefined ? { text: TOKEN } : { status: 403 }
    }
    if (headers['x-aws-ec2-metadata-token'] !== TOKEN) return { status: 401 }
    if (url !== '/latest/dynamic/instance-identity/document') return { status: 404 }
    return {
      text: `{
  "accountId" : "123456789012",
  "architecture" : "x86_64",
  "availabilityZone" : "us-west-2b",
  "billingProducts" : null,
  "devpayProductCodes" : null,
  "imageId" : "ami-5fb8c835",
  "instanceId" : "i-1234567890abcdef0",
  "instanceType" : "t3.micro",
  "kernelId" : null,
  "pendingTime" : "2016-11-19T16:32:11Z",
  "privateIp" : "10.158.112.84",
  "ramdiskId" : null,
  "region" : "us-west-2",
  "version" : "2017-09-30"
}`,
    }
  },
  gcp({ url, headers }) {
    const flavor = { 'Metadata-Flavor': 'Google', Server: 'Metadata Server for VM' }
    if (headers['metadata-flavor'] !== 'Google') return { status: 403, headers: flavor }
    const known = {
      '/computeMetadata/v1/instance/machine-type': 'projects/1234567890/machineTypes/n2-standard-4',
      '/computeMetadata/v1/instance/zone': 'projects/1234567890/zones/europe-west3-c',
    }
    return known[url] === undefined ? { status: 404, headers: flavor } : { text: known[url], headers: flavor }
  },
  azure({ url, headers }) {
    const { pathname, searchParams } = new URL(url, 'http://169.254.169.254')
    if (headers.metadata !== 'true' || headers['x-forwarded-for'] !== undefined || !searchParams.has('api-version'))
      return { status: 400, text: '{ "error": "Bad request. Required metadata header not specified" }' }
    if (pathname !== '/metadata/instance/compute') return { status: 404 }
    return {
      text: '{"azEnvironment":"AZUREPUBLICCLOUD","location":"westeurope","name":"negasonic","osType":"Linux","vmId":"02aab8a4-74ef-476e-8182-f6d2ba4166a6","vmSize":"Standard_A3","zone":""}',
    }
  },
  /** Takes the question and says nothing. */
  silent: () => undefined,
  /** Some other server, which answers everything with a page. */
  other: () => ({ text: '<html>Welcome</html>' }),
}

const server = createServer((request, response) => {
  const answer = clouds[provider](request)
  if (answer !== undefined) response.writeHead(answer.status ?? 200, answer.headers).end(answer.text ?? '')
})
server.listen(80, '169.254.169.254', () => {
  const child = spawn(command, args, { stdio: 'inherit' })
  child.on('exit', (code) => process.exit(code ?? 1))
})
