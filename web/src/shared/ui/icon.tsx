/** The house's icons: one stroke, 24 by 24, never alone without a text for those who cannot see. */

const SHAPES = {
  phone:
    "M6.5 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z",
  phoneDown:
    "M3 13.5c5.500-5 12.500-5 18 0l-1.500 3.200-4.300-1.200-.4-2.700a9 9 0 0 0-5.600 0l-.4 2.700-4.300 1.200Z",
  phoneIn:
    "M6.5 3.5h3l1.500 4.500-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4.500 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4.500 5.700a2 2 0 0 1 2-2.200ZM20 4l-6 6m0-4.500V10h4.500",
  microphone:
    "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21m-3 0h6",
  microphoneOff:
    "M9 9.500V11a3 3 0 0 0 5 2.200M15 10V6a3 3 0 0 0-5.700-1.300M5.500 11a6.500 6.500 0 0 0 10.800 4.900M18.500 11a6.500 6.500 0 0 1-.4 2.300M12 17.500V21m-3 0h6M4 4l16 16",
  pause: "M9 5.500v13M15 5.500v13",
  play: "M8 5.500v13l10.500-6.500Z",
  keypad: "M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01",
  volume: "M4 10v4h3.500L12 18V6l-4.500 4ZM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  check: "m5 12.500 4.500 4.500L19 7.500",
  cross: "M6 6l12 12M18 6 6 18",
  dot: "M12 12h.01",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 7.500V12l3 2",
  pen: "M4.500 19.500l.8-3.800L16 5l3 3L8.300 18.700ZM14 7l3 3",
  power: "M12 4v8M7.500 6.500a7.500 7.500 0 1 0 9 0",
  bell: "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5ZM10 20.500h4",
  headset:
    "M4.500 15v-3a7.500 7.500 0 0 1 15 0v3M4.500 13.500H7v5H5.500a1 1 0 0 1-1-1Zm15 0H17v5h1.500a1 1 0 0 0 1-1ZM18 18.500c0 1.500-2 2.500-5 2.500",
  board: "M4 5h16v14H4ZM4 10h16M10 10v9",
  list: "M8.500 6.500H20M8.500 12H20M8.500 17.500H20M4.500 6.500h.01M4.500 12h.01M4.500 17.500h.01",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM12 3.500v2.200M12 18.300v2.200M20.500 12h-2.200M5.700 12H3.500M18 6l-1.600 1.600M7.600 16.400 6 18M18 18l-1.600-1.600M7.600 7.600 6 6",
  globe:
    "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM3.500 12h17M12 3.500c5 5 5 12 0 17-5-5-5-12 0-17Z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.500 20c.5-4 3.500-6 7.500-6s7 2 7.500 6",
  menu: "M4 7h16M4 12h16M4 17h16",
  plus: "M12 5v14M5 12h14",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM15.500 15.500 20 20",
  warning: "M12 4 2.800 19.500h18.400ZM12 10v4.500M12 17.300h.01",
  info: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 11v5M12 8h.01",
  download: "M12 4v11m-4.500-4L12 15.500 16.500 11M5 19.500h14",
  signal: "M5 19v-3M10 19v-6.500M15 19V9M20 19V5",
  up: "M12 19V5m-6 6 6-6 6 6",
  down: "M12 5v14m-6-6 6 6 6-6",
  bin: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.500 11v5M13.500 11v5",
  back: "M19 12H5m6-6-6 6 6 6",
  chevron: "m7 9.500 5 5 5-5",
  outside: "M13.500 4.500h6v6M19 5l-8.500 8.500M17 13.500v5a1 1 0 0 1-1 1H5.500a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h5",
  reload: "M19.500 12a7.500 7.500 0 1 1-2.200-5.300L19.500 9M19.500 4v5h-5",
} as const;

export type IconName = keyof typeof SHAPES;

interface Props {
  name: IconName;
  size?: number;
}

export function Icon({ name, size = 20 }: Props) {
  const weight = name === "dot" ? 7 : name === "keypad" ? 3 : 1.8;
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
