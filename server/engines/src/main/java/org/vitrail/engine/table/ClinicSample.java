package org.vitrail.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

/// The built-in sample: visits of made-up patients, a public table that is treated as private. Every run makes
/// the same bytes. What depends on what:
///
/// ```text
/// age, sex ─→ smoker ─→ bmi ─→ systolic ─→ cholesterol
///   └────────────┴────────┴───────┴──→ diagnosis ─→ department ─→ length_of_stay ─→ cost
///                                          └───────── age, length_of_stay ──→ readmitted
/// ```
public final class ClinicSample {
    /// Its patients; each has 1 to 6 visits.
    public static final int PATIENTS = 2_850;

    private static final long SEED = 20_261_124L;
    private static final List<String> DIAGNOSES = List.of(
            "hypertension", "diabetes", "asthma", "fracture", "infection", "heart_failure", "check_up", "other");
    private static final List<String> DEPARTMENTS =
            List.of("internal", "cardiology", "pulmonology", "surgery", "emergency", "ambulatory");
    /// Department of each diagnosis, most often.
    private static final int[] HOME = {1, 0, 2, 3, 4, 1, 5, 0};
    /// Median days of stay of each diagnosis.
    private static final double[] DAYS = {2, 3, 2, 5, 3, 7, 0, 2};
    /// Daily cost of each department.
    private static final double[] DAILY = {420, 780, 510, 950, 640, 180};

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    private ClinicSample() {}

    /// The public description: one patient is one person, of whom at most 4 visits are used.
    public static TableSchema schema() {
        return new TableSchema(
                List.of(
                        Column.of("age", Domain.IntegerRange.of(0, 100)),
                        Column.of("sex", Domain.Categorical.of(List.of("female", "male"))),
                        Column.of("smoker", Domain.Categorical.of(List.of("never", "former", "current"))),
                        Column.of("bmi", Domain.RealRange.of(12, 60)),
                        Column.of("systolic", Domain.IntegerRange.of(70, 230)),
                        Column.of("cholesterol", Domain.IntegerRange.of(80, 400))
                                .orMissing(),
                        Column.of("department", Domain.Categorical.of(DEPARTMENTS)),
                        Column.of("diagnosis", new Domain.Categorical(DIAGNOSES, Optional.of("other"))),
                        Column.of("length_of_stay", new Domain.IntegerRange(0, 60, List.of(0L))),
                        Column.of("cost", Domain.RealRange.of(0, 60_000)),
                        Column.of("readmitted", Domain.Categorical.of(List.of("no", "yes")))),
                new PrivacyUnit.Person("patient_id", 4));
    }

    /// The rows as CSV, about 8,000; UTF-8.
    public static byte[] csv() {
        return new ClinicSample().rows().getBytes(StandardCharsets.UTF_8);
    }

    private String rows() {
        List<String> lines = new ArrayList<>();
        for (int patient = 0; patient < PATIENTS; patient++) {
            patient("P%05d".formatted(patient * 31 % 99_991), lines);
        }
        for (int i = lines.size() - 1; i > 0; i--) { // visits in no order of patients
            int at = random.nextInt(i + 1);
            String line = lines.set(at, lines.get(i));
            lines.set(i, line);
        }
        return "patient_id,age,sex,smoker,bmi,systolic,cholesterol,department,diagnosis,length_of_stay,cost,readmitted\n"
                + String.join("", lines);
    }

    private void patient(String id, List<String> lines) {
        int age = Math.clamp(Math.round(52 + 21 * random.nextGaussian()), 0, 100);
        boolean male = random.nextDouble() < 0.48;
        double smoking = age < 16 ? -9 : -0.9 + (male ? 0.35 : 0) - Math.abs(age - 45) / 60.0;
        int smoker = random.nextDouble() < logistic(smoking) ? 2 : age > 25 && random.nextDouble() < 0.3 ? 1 : 0;
        double bmi = Math.clamp(
                (age < 16 ? 17 + age * 0.3 : 25.4 + 0.03 * (age - 40)) - (smoker == 2 ? 1.1 : 0) + 4.1 * skewed(),
                12,
                60);
        double pressure = 96 + 0.45 * age + 0.75 * (bmi - 24) + (male ? 4 : 0) + (smoker == 2 ? 5 : 0);
        int visits = 1 + Math.min(5, (int) (-Math.log(1 - random.nextDouble()) * (1.1 + age / 70.0)));
        for (int visit = 0; visit < visits; visit++) {
            lines.add(id + "," + visit(age, male, smoker, bmi, pressure));
        }
    }

    private String visit(int age, boolean male, int smoker, double bmi, double pressure) {
        long systolic = Math.clamp(Math.round(pressure + 11 * random.nextGaussian()), 70, 230);
        long lipids = Math.clamp(
                Math.round(120 + 0.9 * Math.min(age, 70) + 1.6 * (bmi - 24) + 28 * random.nextGaussian()), 80, 400);
        String cholesterol = random.nextDouble() < (age < 30 ? 0.35 : 0.08) ? "" : Long.toString(lipids);
        int diagnosis = diagnosis(age, smoker, bmi, systolic);
        int department = random.nextDouble() < 0.82 ? HOME[diagnosis] : random.nextInt(DEPARTMENTS.size());
        double days = DAYS[diagnosis] * Math.exp(0.55 * random.nextGaussian() + age / 180.0);
        int stay = department == 5 ? 0 : Math.clamp(Math.round(days), 0, 60);
        double cost =
                Math.clamp((90 + DAILY[department] * (stay + 0.4)) * Math.exp(0.25 * random.nextGaussian()), 0, 60_000);
        double again = -2.6 + 0.018 * age + 0.09 * stay + (diagnosis == 5 ? 1.3 : 0) + (smoker == 2 ? 0.5 : 0);
        boolean readmitted = random.nextDouble() < logistic(diagnosis == 6 ? again - 2 : again);
        return String.format(
                        Locale.ROOT,
                        "%d,%s,%s,%.1f,%d,%s,%s,%s,%d,%.2f,%s%n",
                        age,
                        male ? "male" : "female",
                        List.of("never", "former", "current").get(smoker),
                        bmi,
                        systolic,
                        cholesterol,
                        DEPARTMENTS.get(department),
                        DIAGNOSES.get(diagnosis),
                        stay,
                        cost,
                        readmitted ? "yes" : "no")
                .replace(System.lineSeparator(), "\n");
    }

    private int diagnosis(int age, int smoker, double bmi, long systolic) {
        double[] weights = {
            Math.exp((systolic - 138) / 11.0),
            Math.exp((bmi - 30) / 4.0 + (age - 55) / 40.0),
            0.5 + (smoker == 2 ? 1.2 : 0) + (age < 20 ? 0.8 : 0),
            0.6 + (age > 75 ? 1.1 : 0),
            0.9,
            Math.exp((age - 76) / 9.0 + (systolic - 150) / 40.0),
            1.1,
            0.35
        };
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.min(weights[i], 8);
            sum += weights[i];
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private double skewed() {
        double g = random.nextGaussian();
        return g > 0 ? g * 1.3 : g * 0.8;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
