/** Finds barcodes in the camera's picture: with the browser's own detector where it has one, else with a library. */
export interface Detector {
  /** The text of a barcode in the picture; undefined: there is none. */
  detect: (video: HTMLVideoElement) => Promise<string | undefined>
}

interface BarcodeDetectorLike {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface BarcodeDetectorClass {
  new (options: { formats: string[] }): BarcodeDetectorLike
  getSupportedFormats(): Promise<string[]>
}

const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'code_39', 'itf', 'qr_code', 'data_matrix']

export async function newDetector(): Promise<Detector> {
  return (await ownDetector()) ?? libraryDetector()
}

async function ownDetector(): Promise<Detector | undefined> {
  const Own = (globalThis as { BarcodeDetector?: BarcodeDetectorClass }).BarcodeDetector
  // Some browsers have the name without a system behind it.
  const supported = (await Own?.getSupportedFormats().catch(() => [])) ?? []
  const formats = FORMATS.filter((format) => supported.includes(format))
  if (!Own || !formats.includes('ean_13')) return undefined
  const detector = new Own({ formats })
  return {
    async detect(video) {
      const found = await detector.detect(video)
      return found[0]?.rawValue
    },
  }
}

async function libraryDetector(): Promise<Detector> {
  const {
    BarcodeFormat,
    BinaryBitmap,
    DecodeHintType,
    HTMLCanvasElementLuminanceSource,
    HybridBinarizer,
    MultiFormatReader,
  } = await import('@zxing/library')
  const reader = new MultiFormatReader()
  const { EAN_13, EAN_8, UPC_A, UPC_E, CODE_128, CODE_39, ITF, QR_CODE, DATA_MATRIX } = BarcodeFormat
  reader.setHints(
    new Map<number, unknown>([
      [
        DecodeHintType.POSSIBLE_FORMATS,
        [EAN_13, EAN_8, UPC_A, UPC_E, CODE_128, CODE_39, ITF, QR_CODE, DATA_MATRIX],
      ],
      [DecodeHintType.TRY_HARDER, true],
      // GS1-128 then begins with its symbology identifier, and FNC1 stays.
      [DecodeHintType.ASSUME_GS1, true],
    ]) as never,
  )
  const canvas = document.createElement('canvas')
  return {
    async detect(video) {
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
      if (canvas.width === 0) return undefined
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(video, 0, 0)
      try {
        const source = new HTMLCanvasElementLuminanceSource(canvas)
        return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(source))).getText()
      } catch {
        // Nothing in this picture.
        return undefined
      } finally {
        reader.reset()
      }
    },
  }
}
