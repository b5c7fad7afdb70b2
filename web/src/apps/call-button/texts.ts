/** What visitors read, in the page's language. Apart from the app's texts: this frame stays small. */

const EN = {
  title: "Call us",
  lead: "Speak with us from this page, with your microphone. The call costs you nothing.",
  call: "Call now",
  asking: "Please allow the microphone…",
  calling: "Calling…",
  up: "Connected",
  mute: "Mute microphone",
  unmute: "Microphone on",
  keypad: "Keypad",
  hang_up: "Hang up",
  ended: "The call has ended.",
  again: "Call again",
  close: "Close",
  closed: "We are closed at the moment.",
  opens_at: "We open again {time}.",
  gone: "This button is not in use.",
  busy: "Too many are calling just now. Please try again in a few minutes.",
  too_often: "You have called often in the last hour. Please try again later.",
  no_microphone: "Without a microphone you cannot call. Allow it in your browser, then try again.",
  failed: "The call could not be made. Please try again.",
};

type Texts = Readonly<Record<keyof typeof EN, string>>;
export type TextKey = keyof typeof EN;

const HANS: Texts = {
  title: "与我们通话",
  lead: "用您的麦克风，直接在本页与我们通话。通话免费。",
  call: "立即通话",
  asking: "请允许使用麦克风……",
  calling: "正在呼叫……",
  up: "已接通",
  mute: "麦克风静音",
  unmute: "打开麦克风",
  keypad: "拨号键盘",
  hang_up: "挂断",
  ended: "通话已结束。",
  again: "再次通话",
  close: "关闭",
  closed: "我们现在不在服务时间。",
  opens_at: "下次服务时间：{time}。",
  gone: "此按钮已停用。",
  busy: "现在来电较多，请过几分钟再试。",
  too_often: "您在过去一小时内通话次数较多，请稍后再试。",
  no_microphone: "没有麦克风无法通话。请在浏览器中允许使用，然后重试。",
  failed: "无法接通，请重试。",
};

const HANT: Texts = {
  title: "與我們通話",
  lead: "用您的麥克風，直接在本頁與我們通話。通話免費。",
  call: "立即通話",
  asking: "請允許使用麥克風……",
  calling: "正在呼叫……",
  up: "已接通",
  mute: "麥克風靜音",
  unmute: "開啟麥克風",
  keypad: "撥號鍵盤",
  hang_up: "掛斷",
  ended: "通話已結束。",
  again: "再次通話",
  close: "關閉",
  closed: "我們現在不在服務時間。",
  opens_at: "下次服務時間：{time}。",
  gone: "此按鈕已停用。",
  busy: "現在來電較多，請過幾分鐘再試。",
  too_often: "您在過去一小時內通話次數較多，請稍後再試。",
  no_microphone: "沒有麥克風無法通話。請在瀏覽器中允許使用，然後重試。",
  failed: "無法接通，請重試。",
};

const TEXTS: Readonly<Record<ReturnType<typeof shownIn>, Texts>> = {
  en: EN,
  "zh-Hans": HANS,
  "zh-Hant": HANT,
};

/** Which of our languages somebody who reads `language` is shown. */
export function shownIn(language: string): "en" | "zh-Hans" | "zh-Hant" {
  if (!/^(zh|yue)/i.test(language)) return "en";
  return /hant|tw|hk|mo|yue/i.test(language) ? "zh-Hant" : "zh-Hans";
}

/** Which of the languages of flows and agents somebody speaks; empty when it is none of them. */
export function spokenIn(language: string): string {
  if (/^(yue|zh-(hk|mo))/i.test(language)) return "yue";
  return /^(en|zh)/i.test(language) ? shownIn(language) : "";
}

export function text(language: string, key: TextKey): string {
  return TEXTS[shownIn(language)][key];
}
