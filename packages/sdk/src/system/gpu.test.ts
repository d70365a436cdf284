import { describe, expect, it } from 'vitest'
import { parseAnswer } from './gpu.ts'

describe('GPUs', () => {
  it('are read from the answer of nvidia-smi, as far as each can tell', () => {
    expect(parseAnswer('0, 75, 1000, 4000, 150.5, 300.00\n1, 10, 0, 4000, [N/A], [N/A]\n')).toEqual({
      gpu_0_utilization_percentage: 75,
      gpu_0_memory_usage_megabytes: 1048.576,
      gpu_0_memory_usage_percentage: 25,
      gpu_0_power_usage_watts: 150.5,
      gpu_0_power_usage_percentage: (100 * 150.5) / 300,
      gpu_1_utilization_percentage: 10,
      gpu_1_memory_usage_megabytes: 0,
      gpu_1_memory_usage_percentage: 0,
    })
    expect(parseAnswer('')).toEqual({})
  })
})
