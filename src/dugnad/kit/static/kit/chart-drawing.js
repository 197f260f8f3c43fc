// What an option object cannot carry as plain data: how numbers are written, which colours the theme has.
"use strict";

function dugnadNumber(value, decimals, language) {
  if (value === null || value === undefined || value === "" || Number.isNaN(Number(value))) return "–";
  const english = language === "en";
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, english ? "," : "\u00a0");
  const minus = value < 0 && Number(Math.abs(value).toFixed(decimals)) ? (english ? "−" : "–") : "";
  return minus + grouped + (part ? (english ? "." : ",") + part : "");
}

// As number, but 0 only where it is zero: what is less than can be shown is said to be so.
function dugnadFigure(value, chart) {
  const small = value > 1e-12 && !Number(Number(value).toFixed(chart.decimals));
  return small ? chart.below : dugnadNumber(value, chart.decimals, chart.language);
}

// Each function that an option may name with @; `near` is the object that names it.
function dugnadFunctions(chart) {
  const write = (value, decimals) => dugnadNumber(value, decimals, chart.language);
  const number = (value) => dugnadFigure(value, chart);
  const axisNumber = (value) => {
    let decimals = Number.isInteger(value) ? 0 : Math.max(1, chart.decimals);
    while (decimals < 12 && Math.abs(Number(value.toFixed(decimals)) - value) > 1e-9 * Math.abs(value)) decimals += 1;
    return write(value, decimals);
  };
  let ceiling = Infinity; // where the name below ends, so that the next one stands above it
  let below = Infinity;
  let edge = 0; // right of the last year: the same for all parts of a column, however thin
  // Beside the last column, or right of the years without figures that follow it: a name in them would hide
  // the gap. A column takes three quarters of its year; a point of a line has no width to tell that by.
  const stackNames = (near, categories) => ({ seriesIndex, text, rect, labelRect }) => {
    if (!text) return {};
    const bars = near.type === "bar";
    if (seriesIndex <= below) {
      ceiling = Infinity;
      edge = rect.x + rect.width + (bars ? (categories - 1 - near.label.last) * rect.width * 1.35 : 0);
    }
    below = seriesIndex;
    const y = Math.min(rect.y + rect.height / 2, ceiling - labelRect.height / 2);
    ceiling = y - labelRect.height / 2;
    return { x: (bars ? edge : rect.x + rect.width) + 10, y, align: "left", verticalAlign: "middle" };
  };
  // Above every column that the words reach over; `near` is the series.
  const aboveColumns = (near) => ({ dataIndex, rect, labelRect, text }) => {
    if (!text) return {};
    const first = dataIndex === 0;
    const reach = Math.ceil(labelRect.width / (rect.width * 1.35));
    const under = near.data.slice(first ? 0 : Math.max(0, dataIndex - reach), first ? reach + 1 : dataIndex + 1);
    const top = rect.y + rect.height - (rect.height / near.data[dataIndex]) * Math.max(...under);
    return { x: first ? rect.x : rect.x + rect.width, y: top - 4, align: first ? "left" : "right", verticalAlign: "bottom" };
  };
  const abovePoints = ({ dataIndex, rect, text }) => {
    if (!text) return {};
    const first = dataIndex === 0;
    return { x: first ? rect.x : rect.x + rect.width, y: rect.y - 4, align: first ? "left" : "right", verticalAlign: "bottom" };
  };
  return {
    number: () => number,
    axisNumber: () => axisNumber,
    words: (near) => (point) => [number(point.value), near.beside[point.dataIndex]].filter(Boolean).join(" "),
    nameAtEnd: (near) => (point) =>
      point.dataIndex === near.last && (near.nothing || point.value > 0) ? `{mark|■}${point.seriesName}` : "",
    valueAtEnds: (near) => (point) => (near.ends.includes(point.dataIndex) ? number(point.value) : ""),
    ends: (near, categories) => (index) => index === 0 || index === categories - 1,
    stackNames,
    aboveColumns,
    abovePoints: () => abovePoints,
    areaWords: (near) => (area) => near.words[area.name] ?? "",
    areaAndValue: (near) => (area) => (area.name in near.areas ? `${near.areas[area.name]}: ${number(area.value)}` : ""),
    zeroOrBelow: () => (range) => Math.min(0, range.min),
    zeroOrAbove: () => (range) => Math.max(0, range.max),
  };
}

// The option with its colours and functions in place; letters grow with the reader's own size of text.
function dugnadRevive(chart, colour, scale) {
  const functions = dugnadFunctions(chart);
  const categories = [chart.option.baseOption.xAxis ?? []].flat()[0]?.data?.length ?? 0;
  if (chart.map) echarts.registerMap(chart.map.name, chart.map.borders);
  const revive = (node, near, key) => {
    if (Array.isArray(node)) return node.map((item) => revive(item, node, key));
    if (node && typeof node === "object") {
      return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, revive(value, node, name)]));
    }
    if (key === "fontSize" || key === "lineHeight") return node * scale;
    if (typeof node !== "string" || !node.startsWith("@") || key === "data" || key === "name") return node;
    const [word, name] = node.slice(1).split(":");
    return word === "colour" ? colour(name) : functions[word](near, categories);
  };
  return revive(chart.option, null, "");
}

// Widths of Inter's letters from space to tilde, in thousandths of the size: here is no canvas to measure on.
const DUGNAD_WIDTHS = [
  281, 287, 465, 633, 641, 981, 644, 299, 364, 364, 500, 661, 288, 459, 288, 360, 630, 406, 609, 617, 645, 593, 620,
  565, 618, 620, 288, 301, 661, 661, 661, 511, 965, 689, 654, 730, 721, 601, 590, 746, 743, 268, 570, 671, 565, 903,
  753, 764, 638, 764, 643, 641, 645, 744, 689, 985, 682, 678, 628, 364, 360, 364, 471, 456, 322, 561, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 548, 242, 875, 590, 599, 612, 612, 376, 527, 327, 591, 562, 818, 545, 562, 552, 426,
  332, 426, 661,
];

function dugnadMeasure(text, font) {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  const weight = /\b(600|700|bold)\b/.test(font) ? 1.026 : 1;
  let width = 0;
  for (const letter of text.normalize("NFD").replace(/[\u0300-\u036f]/g, "")) {
    const special = { "\u00a0": 281, "–": 500, "−": 661, ø: 599, Ø: 764, æ: 917, Æ: 993, "■": 800, 国: 1150 }[letter]; // 国 tells ECharts the height of a line
    width += special ?? DUGNAD_WIDTHS[letter.charCodeAt(0) - 32] ?? 620;
  }
  return { width: (width * size * weight) / 1000 };
}

function dugnadDraw(chart, width, height, palette) {
  echarts.setPlatformAPI({ measureText: dugnadMeasure });
  const picture = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  picture.setOption(dugnadRevive(chart, (name) => palette[name], 1));
  const svg = picture.renderToSVGString({ useViewBox: false });
  picture.dispose();
  return svg;
}
