import { Flashlight, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useModal } from '../../../ui/sheet.tsx'
import { BigButton } from '../parts/screen.tsx'
import { newDetector } from './detector.ts'

const LOOK_EVERY_MS = 120

/** Scans with the camera, once; closed by a barcode or by the person. */
export function CameraDialog({ onScan, onClose }: { onScan: (text: string) => void; onClose: () => void }) {
  const { dialog, handlers } = useModal(onClose)
  const video = useRef<HTMLVideoElement>(null)
  const scanned = useRef(onScan)
  scanned.current = onScan
  const [problem, setProblem] = useState<string>()
  const [track, setTrack] = useState<MediaStreamTrack>()
  useEffect(() => {
    let isOver = false
    let stream: MediaStream | undefined
    const look = async () => {
      const [opened, detector] = await Promise.all([openCamera(), newDetector()])
      stream = opened
      if (isOver || !video.current) return stop(opened)
      setTrack(opened.getVideoTracks()[0])
      video.current.srcObject = opened
      await video.current.play()
      while (!isOver) {
        const text = await detector.detect(video.current)
        if (text && !isOver) return scanned.current(text)
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
    }
    look().catch((error: unknown) => !isOver && setProblem(wordsFor(error)))
    return () => {
      isOver = true
      if (stream) stop(stream)
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      {...handlers}
      aria-label="Camera"
      className="m-0 h-dvh max-h-none w-full max-w-none border-0 bg-canvas p-0 text-ink"
    >
      <div className="flex h-full flex-col">
        <div className="relative grid min-h-0 flex-1 place-items-center overflow-hidden bg-sunken">
          {problem === undefined ? (
            <>
              <video
                ref={video}
                muted
                playsInline
                className="size-full object-cover"
                aria-label="What the camera sees"
              />
              <div
                aria-hidden="true"
                className="pointer-events-none absolute inset-x-8 top-1/2 h-32 -translate-y-1/2 rounded-2xl border-4 border-accent"
              />
            </>
          ) : (
            <p role="alert" className="max-w-md p-6 text-center text-lg">
              {problem}
            </p>
          )}
        </div>
        <div className="flex gap-2 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          {track && hasTorch(track) && <Torch track={track} />}
          <BigButton className="flex-1" onClick={onClose} data-autofocus>
            <X className="size-5" aria-hidden="true" /> Close
          </BigButton>
        </div>
      </div>
    </dialog>
  )
}

function Torch({ track }: { track: MediaStreamTrack }) {
  const [isOn, setOn] = useState(false)
  const toggle = () => {
    const torch = !isOn
    void track.applyConstraints({ advanced: [{ torch } as MediaTrackConstraintSet] }).then(() => setOn(torch))
  }
  return (
    <BigButton aria-pressed={isOn} className="flex-1 aria-pressed:bg-accent-soft" onClick={toggle}>
      <Flashlight className="size-5" aria-hidden="true" /> Light
    </BigButton>
  )
}

const hasTorch = (track: MediaStreamTrack): boolean =>
  'torch' in ((track.getCapabilities?.() ?? {}) as Record<string, unknown>)

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}

async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('', 'NotFoundError')
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  })
}

function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError')
    return 'The camera is not allowed here. Allow it in the settings of this page in your browser, or type the code.'
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return 'This device has no camera that can be used. Take a scanner, or type the code.'
  if (name === 'NotReadableError') return 'Another app uses the camera. Close it, and try again.'
  return 'The camera cannot be used at the moment. Take a scanner, or type the code.'
}
