package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrail.contract.ShortNumber;
import org.vitrail.magic.pac.PacAnswer;
import org.vitrail.magic.pac.PacRehearsal;
import org.vitrail.magic.pac.Promise;
import org.vitrail.magic.view.CurveView.Curve;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PosteriorSuccess;

/// PAC privacy as text, HTML and charts.
public final class PacView {
    private static final int NUMBERS_SHOWN = 24;
    private static final int WIDTH = 420;
    private static final int HEIGHT = 260;
    private static final int EDGE = 40;

    private static final double CHANCE = 0.01; // that it is seen higher still

    private static final double FEMTO = 1e-15; // nats

    private PacView() {}

    /// A charge in a few digits, rounded up.
    private static String upper(Nats nats) {
        return ShortNumber.upper(nats.roundedUp()) + " nats";
    }

    /// An answer, what it promises and what it does not.
    public static Bundle answer(PacAnswer answer) {
        List<Html.Fact> facts = new ArrayList<>();
        facts.add(new Html.Fact(
                "this answer",
                upper(answer.charged()) + ", success at most " + Promise.percent(answer.charged()) + " from 50 %"
                        + (answer.replayed() ? " (replayed: nothing charged)" : "")));
        facts.add(new Html.Fact(
                "all answers", upper(answer.spent()) + ", success at most " + Promise.percent(answer.spent())));
        facts.add(new Html.Fact(
                "cap",
                ShortNumber.lower(answer.cap().femto() * FEMTO) + " nats, success " + Promise.percent(answer.cap())
                        + "; room for "
                        + PosteriorSuccess.answers(answer.cap().minus(answer.spent()), answer.charged())
                        + " more such"));
        facts.add(new Html.Fact(
                "10 more such",
                "success at most "
                        + Promise.percent(answer.spent().plus(answer.charged().times(10))) + " after all"));
        facts.add(new Html.Fact(
                "numbers together", answer.values().size() + " for one price: they share noise and cost once"));
        facts.add(new Html.Fact(
                "naming the whole half",
                "chance 1/" + answer.worlds() + ", after all answers at most "
                        + Html.upper(PosteriorSuccess.bound(answer.spent(), 1.0 / answer.worlds()))));
        facts.add(new Html.Fact("what it says", String.join("\n", answer.promise())));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(NUMBERS_SHOWN, answer.values().size()); i++) {
            rows.add(List.of(answer.names().get(i), Html.number(answer.values().get(i))));
        }
        int more = answer.values().size() - rows.size();
        if (more > 0) {
            facts.addFirst(new Html.Fact(
                    "not shown", Html.count(more) + " more numbers; values() and names() of the answer hold all"));
        }
        List<String> header = List.of("number", "value");
        List<Boolean> right = List.of(false, true);
        String title = "PAC-private answer: " + answer.question();
        return Bundle.of(
                title + "\n" + Html.textTable(header, rows, right) + Html.text(facts),
                Html.box(title, Html.table(header, rows, right) + Html.facts(facts)));
    }

    /// Success against information, the curve that every promise lies on.
    public static Curve curve(Nats chosen) {
        List<Curve.Point> points = new ArrayList<>();
        for (int exponent = -10; exponent <= 0; exponent++) {
            Nats beta = Nats.ofFraction(1, 1L << -exponent);
            points.add(new Curve.Point(exponent, 100 * PosteriorSuccess.bound(beta)));
        }
        return new Curve(
                "Success from 50 % after so much information; chosen: " + chosen + ", " + Promise.percent(chosen),
                "log2 of nats",
                "% success at most",
                points);
    }

    /// An attack beside its bound.
    ///
    /// @param units of the table: the best of so many rates is above its true one (Hoeffding 1963)
    public static Bundle attack(List<PacRehearsal.Round> rounds, Nats each, int trials, int units) {
        List<String> bins =
                rounds.stream().map(r -> String.valueOf(r.answers())).toList();
        List<BarChart.Heights> heights = List.of(
                heights(
                        "all units",
                        bins,
                        rounds.stream().map(PacRehearsal.Round::members).toList()),
                heights(
                        "the unit guessed best",
                        bins,
                        rounds.stream().map(PacRehearsal.Round::worst).toList()),
                heights(
                        "bound",
                        bins,
                        rounds.stream().map(PacRehearsal.Round::bound).toList()));
        String title =
                "Right guesses of membership after so many answers of " + upper(each) + " (" + trials + " trials)";
        List<List<String>> rows = rounds.stream()
                .map(r -> List.of(
                        String.valueOf(r.answers()),
                        percent(r.members()),
                        percent(r.worst()),
                        percent(r.bound()),
                        percent(r.world()),
                        percent(r.worldBound())))
                .toList();
        String text = title + "\n"
                + Html.textTable(
                        List.of("answers", "all units", "best unit", "bound", "whole half", "its bound"),
                        rows,
                        List.of(true, true, true, true, true, true));
        double chance = Math.sqrt(Math.log(2 * units / CHANCE) / (2.0 * trials));
        String note = "the best unit is the one of " + units + " whose rate came out highest: by chance up to "
                + percent(chance) + " above what it is; with more --trials less";
        return Bundle.chart(
                text.stripTrailing() + "\n  " + note,
                vegaLite(title, rounds),
                new BarChart(title, List.of(new BarChart.Panel("answers", bins, heights)), false));
    }

    private static BarChart.Heights heights(String name, List<String> bins, List<Double> values) {
        List<String> tips = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            tips.add(bins.get(i) + " answers: " + percent(values.get(i)));
        }
        return new BarChart.Heights(name, values, tips);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static Map<String, Object> vegaLite(String title, List<PacRehearsal.Round> rounds) {
        List<Object> values = new ArrayList<>();
        for (PacRehearsal.Round round : rounds) {
            values.add(Map.of("n", round.answers(), "s", 100 * round.members(), "who", "all units"));
            values.add(Map.of("n", round.answers(), "s", 100 * round.worst(), "who", "the unit guessed best"));
            values.add(Map.of("n", round.answers(), "s", 100 * round.bound(), "who", "bound"));
        }
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", Map.of("field", "n", "type", "ordinal", "title", "answers"));
        encoding.put("y", Map.of("field", "s", "type", "quantitative", "title", "% right"));
        encoding.put("color", Map.of("field", "who", "type", "nominal", "title", ""));
        return chart(title, values, Map.of("type", "line", "point", true, "tooltip", true), encoding);
    }

    private static Map<String, Object> chart(
            String title, List<Object> values, Map<String, Object> mark, Map<String, Object> encoding) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
        spec.put("title", title);
        spec.put("width", WIDTH);
        spec.put("height", HEIGHT - EDGE);
        spec.put("data", Map.of("values", values));
        spec.put("mark", mark);
        spec.put("encoding", encoding);
        return spec;
    }

    /// The answers of all worlds, without noise, and two standard deviations of the noise around their mean: an
    /// ellipse of the first two numbers, or a bar of the only one. For the owner only.
    public static Bundle worlds(PacRehearsal rehearsal, List<String> names, Nats charge) {
        List<Double> xs = rehearsal.worlds(0);
        boolean flat = rehearsal.numbers() < 2;
        List<Double> ys = flat ? xs.stream().map(x -> 0.0).toList() : rehearsal.worlds(1);
        Ellipse ellipse = Ellipse.of(xs, ys, rehearsal.covariance(charge));
        String title = "All worlds' answers (for the owner) and the noise at " + upper(charge) + ", two deviations";
        String yName = flat ? "" : names.get(1);
        String text = title + "\n  " + names.get(0) + ": worlds from "
                + Html.number(xs.stream().mapToDouble(Double::doubleValue).min().orElse(0)) + " to "
                + Html.number(xs.stream().mapToDouble(Double::doubleValue).max().orElse(0))
                + ", largest noise deviation " + Html.number(rehearsal.largestDeviation(charge));
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            values.add(Map.of("x", xs.get(i), "y", ys.get(i), "what", "a world"));
        }
        ellipse.points().forEach(p -> values.add(Map.of("x", p.x(), "y", p.y(), "what", "noise")));
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", axis("x", names.get(0)));
        encoding.put("y", axis("y", yName));
        encoding.put("color", Map.of("field", "what", "type", "nominal", "title", ""));
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put(
                Bundle.VEGA_LITE, chart(title, values, Map.of("type", "point", "filled", true, "size", 18), encoding));
        forms.put(Bundle.SVG, ellipse.svg(title, xs, ys, WIDTH, HEIGHT));
        return new Bundle(forms);
    }

    private static Map<String, Object> axis(String field, String title) {
        return Map.of("field", field, "type", "quantitative", "title", title, "scale", Map.of("zero", false));
    }
}
