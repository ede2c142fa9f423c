import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { words } from '../language.ts'

interface CameraProps {
  /** Of the button. */
  readonly label: string
  readonly onTake: (picture: Blob) => void
}

/** The camera, behind a button. */
export function CameraSwitch(props: CameraProps) {
  const { teach } = words.value
  const isOpen = useSignal(false)
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value
        }}
      >
        {isOpen.value ? teach.closeCamera : teach.camera}
      </button>
      {isOpen.value && <Camera {...props} />}
    </>
  )
}

/** The browser's own camera, once the viewer allows it. Nothing leaves the page before the button is pressed. */
function Camera({ label, onTake }: CameraProps) {
  const { teach } = words.value
  const video = useRef<HTMLVideoElement>(null)
  const state = useSignal<'asking' | 'open' | 'none'>('asking')
  useEffect(() => {
    let stream: MediaStream | null = null
    let isOver = false
    const open = async () => {
      stream = await openCamera()
      if (isOver) return end(stream)
      state.value = stream ? 'open' : 'none'
      if (video.current) video.current.srcObject = stream
    }
    void open()
    return () => {
      isOver = true
      end(stream)
    }
  }, [])
  if (state.value === 'none')
    return (
      <p class="problem" role="alert">
        {teach.noCamera}
      </p>
    )
  return (
    <div class="camera-box">
      <video ref={video} autoplay muted playsInline />
      <button
        type="button"
        class="main"
        aria-disabled={state.value !== 'open'}
        onClick={() => void take(video.current, onTake)}
      >
        {label}
      </button>
      <p class="hint">{teach.cameraNote}</p>
    </div>
  )
}

/** null: there is none, or the viewer does not allow it. On an address that is not secure the browser has no such door. */
const openCamera = (): Promise<MediaStream | null> =>
  Promise.resolve(
    navigator.mediaDevices?.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 } },
      audio: false,
    }) ?? null,
  ).catch(() => null)

function end(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

async function take(video: HTMLVideoElement | null, onTake: (picture: Blob) => void): Promise<void> {
  if (!video || video.videoWidth === 0) return
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  canvas.toBlob((picture) => picture && onTake(picture), 'image/png')
}
