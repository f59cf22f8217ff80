package org.vitrail.privacy.accounting.pld;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Seconds of the heavy cases, first call and median of five more. Peak heap is what `-Xmx` allows: run it with 300m.
/// With VITRAIL_DP_ACCOUNTING set to a directory that holds Python's dp_accounting, the same cases run there too. Not a
/// test.
final class PldBenchmark {
    private static final int ROUNDS = 5;

    private record Case(String name, double q, double sigma, long steps, double delta, double interval) {
        PldResult run() {
            PrivacyEvent event = new PrivacyEvent.SelfComposed(
                    new PrivacyEvent.PoissonSampled(q, new PrivacyEvent.Gaussian(sigma)), steps);
            NeighbouringRelation relation = NeighbouringRelation.ADD_OR_REMOVE_ONE;
            return interval > 0
                    ? PldAccountant.epsilon(event, relation, delta, interval)
                    : PldAccountant.epsilon(event, relation, delta);
        }
    }

    private PldBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Case[] cases = {
            new Case("MNIST, 60 epochs", 256 / 60000.0, 1.1, 14_062, 1e-5, 0),
            new Case("MNIST, 60 epochs, h 1e-4", 256 / 60000.0, 1.1, 14_062, 1e-5, 1e-4),
            new Case("MNIST, 60 epochs, h 1e-5", 256 / 60000.0, 1.1, 14_062, 1e-5, 1e-5),
            new Case("little noise", 0.1, 0.5, 10_000, 1e-5, 0),
            new Case("VaultGemma-like", 6e-5, 0.65, 120_000, 1e-10, 0),
            new Case("VaultGemma-like, h 1e-4", 6e-5, 0.65, 120_000, 1e-10, 1e-4),
            new Case("VaultGemma-like, h 1e-5", 6e-5, 0.65, 120_000, 1e-10, 1e-5),
            new Case("a million steps", 0.0017, 1.15, 1_000_000, 1e-8, 0),
        };
        System.out.println("heap at most " + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB");
        System.out.println("| case | first, s | median, s | bound | lower |");
        System.out.println("|---|---|---|---|---|");
        for (Case each : cases) {
            System.out.print(row(each));
        }
        String home = System.getenv("VITRAIL_DP_ACCOUNTING");
        System.out.println(home == null ? "VITRAIL_DP_ACCOUNTING is not set: no comparison" : python(cases, home));
    }

    private static String row(Case each) {
        System.gc();
        double[] seconds = new double[ROUNDS];
        double first = seconds(each);
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            seconds[i] = seconds(each);
        }
        Arrays.sort(seconds);
        PldResult result = each.run();
        return String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.8g | %.8g |%n",
                each.name,
                first,
                seconds[ROUNDS / 2],
                result.bound(),
                result.lower());
    }

    private static double seconds(Case each) {
        long start = System.nanoTime();
        each.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    private static String python(Case[] cases, String home) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("""
                import time
                from dp_accounting.pld import privacy_loss_distribution as L
                def one(name, q, s, T, h, delta):
                    times = []
                    for _ in range(2):
                        t = time.perf_counter()
                        p = L.from_gaussian_mechanism(s, sampling_prob=q, value_discretization_interval=h)
                        e = p.self_compose(T).get_epsilon_for_delta(delta)
                        times.append(time.perf_counter() - t)
                    print(f"| {name} | {min(times):.3f} s | {e:.8g} |")
                """);
        for (Case each : cases) {
            script.append(String.format(
                    Locale.ROOT,
                    "one('%s', %s, %s, %d, %s, %s)%n",
                    each.name,
                    each.q,
                    each.sigma,
                    each.steps,
                    each.interval > 0 ? each.interval : 1e-4,
                    each.delta));
        }
        ProcessBuilder builder = new ProcessBuilder("python3", "-c", script.toString()).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", home);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }
}
