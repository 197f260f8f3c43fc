/* One chart description in, one ECharts option out: used by the browser and by the server's own drawing. */
"use strict";

const DUGNAD_COLOURS = {
  road_traffic: "#1f6f78", other_mobile: "#d98b1e", shipping: "#3d5fa8", aviation: "#8fb4d9",
  heating: "#b5483a", energy_supply: "#e0b93c", industry: "#5b5f66", agriculture: "#6f9a3c",
  waste: "#7d5a9e", f_gases: "#c77fa4", main: "#1f6f78", other: "#9aa3a8", up: "#b5483a", down: "#1f6f78",
};
const DUGNAD_ORDER = ["main", "other_mobile", "shipping", "heating", "agriculture", "waste", "energy_supply"];

function dugnadNumber(value, chart) {
  if (value === null || value === undefined || value === "-") return "–";
  const english = chart.language === "en";
  const [whole, part] = Math.abs(value).toFixed(chart.decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, english ? "," : "\u00a0");
  const sign = value < 0 && Number(Math.abs(value).toFixed(chart.decimals)) ? (english ? "−" : "–") : "";
  return sign + grouped + (part ? (english ? "." : ",") + part : "");
}

function dugnadColour(line, index) {
  return DUGNAD_COLOURS[line.key] || DUGNAD_COLOURS[DUGNAD_ORDER[index % DUGNAD_ORDER.length]];
}

function dugnadOption(chart, ink) {
  const quiet = { color: ink, opacity: 0.18, width: 1 };
  const text = { color: ink, fontFamily: "Inter", fontSize: 12 };
  const format = (value) => dugnadNumber(value, chart);
  const flat = chart.kind === "bars" || chart.kind === "changes";
  const values = {
    type: "value", min: chart.kind === "line" ? undefined : chart.kind === "changes" ? undefined : 0,
    axisLabel: { ...text, formatter: (value) => dugnadNumber(value, { ...chart, decimals: Number.isInteger(value) ? 0 : chart.decimals }), hideOverlap: true }, splitLine: { lineStyle: quiet },
    boundaryGap: chart.kind === "changes" ? ["14%", "14%"] : undefined,
    axisLine: { show: chart.kind === "changes", lineStyle: { color: ink, opacity: 0.6 } }, splitNumber: 4,
  };
  const names = {
    type: "category", data: chart.categories, inverse: flat, axisTick: { show: false },
    axisLabel: { ...text, interval: flat ? 0 : "auto", hideOverlap: !flat },
    axisLine: { lineStyle: { color: ink, opacity: 0.6, width: 1 }, onZero: chart.kind !== "changes" },
  };
  if (chart.kind === "changes") names.axisLine.show = false;
  const several = chart.lines.length > 1;
  const option = {
    animation: false,
    textStyle: text,
    aria: { enabled: chart.illustrative, decal: { show: chart.illustrative, decals: [{
      symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -0.785, color: "rgba(255,255,255,0.55)" }] } },
    grid: { left: 8, right: flat ? 72 : chart.kind === "line" && several ? 130 : 24, top: 14,
      bottom: chart.kind === "stacked" ? 74 : 8, containLabel: true },
    legend: { show: chart.kind === "stacked" || (flat && several), bottom: 0, textStyle: text, icon: "rect",
      itemWidth: 12, itemHeight: 12, itemGap: 14, selectedMode: false, inactiveColor: ink },
    xAxis: flat ? values : names,
    yAxis: flat ? names : values,
    series: chart.lines.map((line, index) => dugnadSeries(chart, line, index, { text, format, flat, several })),
  };
  return option;
}

function dugnadSeries(chart, line, index, look) {
  const colour = dugnadColour(line, index);
  const base = { name: line.name, data: line.values, itemStyle: { color: colour } };
  if (chart.kind === "line") {
    return { ...base, type: "line", connectNulls: false, symbol: "circle", symbolSize: 6, showAllSymbol: true,
      lineStyle: { color: colour, width: line.key === "other" ? 1.5 : 2.5, type: chart.illustrative || line.dashed ? "dashed" : "solid" },
      endLabel: { show: look.several, formatter: "{a}", ...look.text, width: 118, overflow: "break" },
      labelLayout: { moveOverlap: "shiftY" }, markLine: undefined };
  }
  if (chart.kind === "stacked") return { ...base, type: "bar", stack: "all", barCategoryGap: "28%" };
  const data = line.values.map((value) => chart.kind === "changes"
    ? { value, itemStyle: { color: DUGNAD_COLOURS[value > 0 ? "up" : "down"] }, label: { position: value < 0 ? "left" : "right" } }
    : value);
  return { ...base, data, type: "bar", barCategoryGap: "34%",
    label: { show: true, position: "right", ...look.text, formatter: (point) => look.format(point.value) } };
}

function dugnadDraw(chart, width, height, ink) {
  const picture = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  picture.setOption(dugnadOption(chart, ink));
  const svg = picture.renderToSVGString({ useViewBox: false });
  picture.dispose();
  return svg;
}
