// Puts a live chart over the drawn one: values under the pointer, in the colours and letters of the page.
"use strict";

(function () {
  const charts = [];

  // Colours come from the style sheet, so that the page's theme is the chart's.
  function colourOf(figure) {
    const style = getComputedStyle(figure);
    return (name) => style.getPropertyValue(`--chart-${name.replaceAll("_", "-")}`).trim();
  }

  function textScale() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  }

  function tooltip(chart, colour) {
    const flat = chart.pointer === "item";
    return {
      trigger: flat ? "item" : "axis",
      confine: true,
      renderMode: "richText", // the page allows no styles of a tooltip's own
      backgroundColor: colour("paper"),
      borderColor: colour("rule"),
      textStyle: { color: colour("ink"), fontFamily: "Inter", fontSize: 13 * textScale() },
      axisPointer: { type: chart.pointer === "line" ? "line" : "shadow", animation: false },
      transitionDuration: 0,
      valueFormatter: (value) => dugnadFigure(value, chart),
    };
  }

  function heightIn({ frame, chart }) {
    const narrow = frame.clientWidth <= chart.narrow.width;
    const height = narrow ? chart.narrow.height : chart.height;
    if (!chart.map) return height * textScale();
    // A map is as tall as its frame is wide; only its legend grows with the reader's size of text.
    const share = Math.min(1, frame.clientWidth / (narrow ? chart.narrow.width : chart.width));
    return (height - chart.fixed) * share + chart.fixed * textScale();
  }

  function paint(live) {
    const colour = colourOf(live.figure);
    const option = dugnadRevive(live.chart, colour, textScale());
    option.baseOption.tooltip = tooltip(live.chart, colour);
    live.picture.setOption(option, { notMerge: true });
  }

  function fit(live) {
    live.picture.resize({ height: heightIn(live) });
  }

  function enliven(figure) {
    const frame = figure.querySelector("[data-chart-frame]");
    const chart = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const stage = document.createElement("div");
    stage.className = chart.map ? "chart-stage chart-stage-map" : "chart-stage";
    frame.append(stage);
    frame.dataset.live = "";
    // Canvas: the SVG renderer writes style attributes, which the page's policy stops.
    const picture = echarts.init(stage, null, { renderer: "canvas", height: heightIn({ frame, chart }) });
    const live = { picture, figure, frame, chart };
    paint(live);
    charts.push(live);
    new ResizeObserver(() => fit(live)).observe(frame);
  }

  function repaint() {
    charts.forEach(paint);
  }

  addEventListener("DOMContentLoaded", async () => {
    await document.fonts.load("1rem Inter"); // names are measured before they are placed
    document.querySelectorAll("[data-chart]").forEach(enliven);
    addEventListener("schemechange", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  });
})();
