/** What callers hear of a closure unless other words are given: theirs, not the page's languages. */
export const CLOSURE_WORDS: Readonly<Record<string, string>> = {
  en: "We are closed because of an emergency. Please call again later.",
  "zh-Hans": "因紧急情况，我们暂停服务，请稍后再拨。",
  "zh-Hant": "因緊急情況，我們暫停服務，請稍後再撥。",
  yue: "因緊急情況，我哋暫停服務，請遲啲再打嚟。",
};
