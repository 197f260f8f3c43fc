/* Puts a live chart in the place of the drawn one: values under the pointer, in the colours of the page. */
"use strict";

(function () {
  const drawn = [];

  function ink(element) {
    return getComputedStyle(element).color;
  }

  function enliven(figure) {
    const data = figure.querySelector("script[type='application/json']");
    const frame = figure.querySelector("[data-chart-frame]");
    if (!data || !frame || !window.echarts) return;
    const chart = JSON.parse(data.textContent);
    const height = Number(frame.dataset.height);
    const stage = document.createElement("div");
    stage.className = "chart-stage";
    frame.replaceChildren(stage);
    const picture = echarts.init(stage, null, { renderer: "svg", height });
    const option = dugnadOption(chart, ink(figure));
    option.tooltip = {
      trigger: chart.kind === "bars" || chart.kind === "changes" ? "item" : "axis", confine: true,
      renderMode: "richText", valueFormatter: (value) => dugnadNumber(value, chart),
    };
    if (stage.clientWidth < 480) narrow(option, chart);
    picture.setOption(option);
    drawn.push({ picture, stage, figure, chart });
  }

  function narrow(option, chart) {
    if (chart.kind === "line") {
      option.grid.right = 16;
      option.series.forEach((line) => { line.endLabel = { show: false }; });
      option.legend = { ...option.legend, show: chart.lines.length > 1 };
      option.grid.bottom = chart.lines.length > 1 ? 60 : 8;
    }
    if (chart.kind === "stacked") option.grid.bottom = 132;
  }

  function recolour() {
    drawn.forEach(({ picture, figure, chart }) => picture.setOption(dugnadOption(chart, ink(figure))));
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-chart]").forEach(enliven);
    window.addEventListener("resize", () => drawn.forEach(({ picture }) => picture.resize()));
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    document.addEventListener("theme-change", recolour);
  });
})();
