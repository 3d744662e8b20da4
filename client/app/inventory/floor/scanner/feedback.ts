import { scannerSettings } from './settings.ts'

/** A scan is answered so that one need not look: high and short is right, low and twice is wrong. */
let audio: AudioContext | undefined

export function signal(isGood: boolean): void {
  navigator.vibrate?.(isGood ? 60 : [120, 60, 120])
  if (!scannerSettings().hasSound || !('AudioContext' in globalThis)) return
  try {
    audio ??= new AudioContext()
    void audio.resume()
    if (isGood) tone(audio, 1_320, 0, 0.09)
    else for (const after of [0, 0.2]) tone(audio, 220, after, 0.16)
  } catch {
    // Without sound the word and the colour say the same.
  }
}

function tone(context: AudioContext, frequency: number, afterS: number, lengthS: number): void {
  const from = context.currentTime + afterS
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.type = 'square'
  oscillator.frequency.value = frequency
  gain.gain.setValueAtTime(0.12, from)
  gain.gain.exponentialRampToValueAtTime(0.001, from + lengthS)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(from)
  oscillator.stop(from + lengthS)
}
