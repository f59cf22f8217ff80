package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.table.LinkedReader;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Universe;

/// What the server learns, beside what is so: 300 people with two rows each, two kinds that lie far apart.
class LearningRunTest {
    private static final long MUCH = 40_000_000_000_000L; // 40 nats: hardly any noise
    private static final int PEOPLE = 300;
    private static final TableSchema SCHEMA = new TableSchema(
            List.of(
                    Column.of("x", Domain.RealRange.of(0, 100)),
                    Column.of("y", Domain.RealRange.of(-10, 10)).orMissing(),
                    Column.of("kind", Domain.Categorical.of(List.of("low", "high")))),
            new PrivacyUnit.Person("who", 2));
    private static final PacTerms TERMS = new PacTerms(2 * MUCH, 10);

    @TempDir
    private Path folder;

    private static PacLearningSpec spec(String algorithm, String label, String... columns) {
        return new PacLearningSpec(
                "people",
                algorithm,
                List.of(columns),
                label.isEmpty() ? Optional.empty() : Optional.of(label),
                algorithm.equals("regression") ? Optional.of(columns[0]) : Optional.empty(),
                2,
                Optional.empty(),
                MUCH);
    }

    private static PacPlan plan(PacRequest spec) {
        return new PacPlanners().plan(spec, new PublicFacts(SCHEMA, OptionalLong.empty()), TERMS);
    }

    /// Both rows of a person are alike; every tenth has no y.
    private Path people(int count) throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder csv = new StringBuilder("who,x,y,kind\n");
        for (int i = 0; i < count; i++) {
            double x = (i % 2 == 0 ? 20 : 80) + random.nextDouble(-5, 5);
            String y = i % 10 == 9 ? "" : String.valueOf(i % 2 == 0 ? -4 : 4);
            String line = "p" + i + "," + x + "," + y + "," + (i % 2 == 0 ? "low" : "high") + "\n";
            csv.append(line).append(line);
        }
        return Files.writeString(folder.resolve("people.csv"), csv.toString());
    }

    private Table answer(PacRequest spec, int count) throws Exception {
        return answer(spec, count, Universe.Kept.draw(WorldCounts.WORLDS));
    }

    private Table answer(PacRequest spec, int count, Universe.Kept kept) throws Exception {
        return answer(people(count), spec, kept);
    }

    private static Table answer(Path file, PacRequest spec, Universe.Kept kept) throws Exception {
        return new PacRun(plan(spec), TERMS, kept, 200)
                .answer(
                        SCHEMA,
                        List.of(),
                        LinkedReader.read(
                                List.of(new LinkedReader.Source(file, Format.CSV, SCHEMA, Optional.empty())), 200),
                        Progress.none())
                .answer();
    }

    /// A half's means spread by 30/sqrt(300), 1.7, and 4/sqrt(270), .24: five of them and more.
    @Test
    void means_forMuchInformation_areNearTheTruth() throws Exception {
        Table answer = answer(spec("means", "", "x", "y"), PEOPLE);
        assertThat(((Domain.Categorical) answer.schema().columns().getFirst().domain()).values())
                .containsExactly("mean(x)", "mean(y)");
        assertThat(answer.numbers(1)[0]).isCloseTo(50, within(9.0));
        assertThat(answer.numbers(1)[1]).as("those without y are left out").isCloseTo(-0.4, within(1.3));
    }

    @Test
    void kmeans_forMuchInformation_givesCentresInTheColumnsUnits() throws Exception {
        Table answer = answer(spec("kmeans", "kind", "x", "y"), PEOPLE);
        assertThat(((Domain.Categorical) answer.schema().columns().getFirst().domain()).values())
                .containsExactly("low.x", "low.y", "high.x", "high.y");
        assertThat(answer.numbers(1)).containsExactly(new double[] {20, -4, 80, 4}, within(2.5));
    }

    @ParameterizedTest
    @CsvSource({
        "means, '', kind, 'number columns'",
        "means, '', z, no column",
        "kmeans, x, y, 'a column of categories'",
        "svm, '', x, '--label'",
        "dance, '', x, 'expected one of'"
    })
    void requests_thatCannotBe_areRefusedBeforeARowIsRead(String algorithm, String label, String column, String why) {
        assertThatThrownBy(() -> plan(spec(algorithm, label, column)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void tables_ofFewUnits_areRefused() {
        assertThatThrownBy(() -> answer(spec("means", "", "x"), 9))
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining("fewer than 10 units");
    }

    /// For much information a forest tells the kinds apart, read as its answer says; its charge is paid in two parts.
    @Test
    void forest_forMuchInformation_tellsTheKindsApart() throws Exception {
        Universe.Kept kept = Universe.Kept.draw(WorldCounts.WORLDS);
        PacLearningSpec spec = spec("forest", "kind", "x", "y");
        Table answer = answer(spec, PEOPLE, kept);
        List<String> names =
                ((Domain.Categorical) answer.schema().columns().getFirst().domain()).values();
        assertThat(names).hasSize(3 * 7 + 3 * 8 * 2).contains("tree2LRL.high").hasSize(answer.rowCount());
        assertThat(plan(spec).noise().toString()).contains("37.5 nats", "2.5 nats", "two answers");
        assertThat(vote(names, answer.numbers(1), 20, -4)).isEqualTo("low");
        assertThat(vote(names, answer.numbers(1), 80, 4)).isEqualTo("high");
    }

    private static String vote(List<String> names, double[] values, double x, double y) {
        int high = 0;
        for (int tree = 0; tree < 3; tree++) {
            String at = "tree" + tree;
            for (int level = 0; level < 3; level++) {
                int byX = names.indexOf(at + ".x");
                boolean left = byX >= 0 ? x <= values[byX] : y <= values[names.indexOf(at + ".y")];
                at += left ? "L" : "R";
            }
            high += values[names.indexOf(at + ".high")] > values[names.indexOf(at + ".low")] ? 1 : 0;
        }
        return high >= 2 ? "high" : "low";
    }

    /// Both rows of a person are in the same halves. The planted bug takes rows for units.
    @Test
    void halves_ofPersons_neverSplitOne() {
        int[] complete =
                IntStream.range(0, 2 * PEOPLE).filter(row -> row % 7 != 3).toArray();
        Membership persons = Membership.balanced(PEOPLE, WorldCounts.WORLDS);
        int[][] rows = LearningRun.rowsOf(row -> row / 2, complete, PEOPLE);
        for (int w = 0; w < WorldCounts.WORLDS; w++) {
            assertThat(split(complete, LearningRun.rows(rows, persons.members(w))))
                    .isZero();
        }
        int[][] planted = LearningRun.rowsOf(row -> row, complete, 2 * PEOPLE);
        Membership each = Membership.balanced(2 * PEOPLE, WorldCounts.WORLDS);
        assertThat(split(complete, LearningRun.rows(planted, each.members(0))))
                .as("rows for units")
                .isPositive();
    }

    /// How many people have some of their complete rows among `chosen`, and not all.
    private static int split(int[] complete, int[] chosen) {
        int[] all = new int[PEOPLE];
        int[] seen = new int[PEOPLE];
        for (int row : complete) {
            all[row / 2]++;
        }
        for (int place : chosen) {
            seen[complete[place] / 2]++;
        }
        return (int) IntStream.range(0, PEOPLE)
                .filter(p -> seen[p] > 0 && seen[p] < all[p])
                .count();
    }

    /// With hardly any noise an answer is what one half of the persons gives, and a query in the same universe is about
    /// the same half. The planted bug asks the query in a universe of its own.
    @Test
    void answers_ofOneUniverse_areAboutOneHalf() throws Exception {
        Universe.Kept kept = Universe.Kept.draw(WorldCounts.WORLDS);
        double learnt = answer(spec("means", "", "x"), PEOPLE, kept).numbers(1)[0];
        List<Double> xs = Files.readAllLines(folder.resolve("people.csv")).stream()
                .skip(1)
                .map(line -> Double.valueOf(line.split(",", -1)[1]))
                .toList();
        Membership membership = kept.membership(PEOPLE);
        double[] truth = IntStream.range(0, WorldCounts.WORLDS)
                .mapToDouble(w -> Arrays.stream(membership.members(w))
                        .mapToDouble(person -> xs.get(2 * person))
                        .average()
                        .orElseThrow())
                .toArray();
        assertThat(Arrays.stream(truth)
                        .map(half -> Math.abs(half - learnt))
                        .min()
                        .orElseThrow())
                .isLessThan(1e-6);
        PacSpec query = new PacSpec("people", "SELECT avg(x) AS x FROM people", MUCH);
        assertThat(answer(query, PEOPLE, kept).numbers(0)[0]).isCloseTo(learnt, within(1e-4));
        double planted =
                answer(query, PEOPLE, Universe.Kept.draw(WorldCounts.WORLDS)).numbers(0)[0];
        assertThat(planted).as("another universe").isNotCloseTo(learnt, within(1e-4));
    }

    /// Nine of 300 have a y: what is read of nine people has nowhere to hide.
    @Test
    void columns_thatFewPeopleHave_areRefused() throws Exception {
        Path file = people(PEOPLE);
        List<String> lines = Files.readAllLines(file);
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            cells[2] = i == 0 || i <= 18 ? cells[2] : "";
            csv.append(String.join(",", cells)).append('\n');
        }
        Files.writeString(file, csv.toString());
        assertThatThrownBy(() -> answer(file, spec("means", "", "x", "y"), Universe.Kept.draw(WorldCounts.WORLDS)))
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining("fewer than 10 units have all that is read");
        assertThat(answer(file, spec("means", "", "x"), Universe.Kept.draw(WorldCounts.WORLDS))
                        .rowCount())
                .as("without that column")
                .isEqualTo(1);
    }
}
