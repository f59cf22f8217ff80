package org.vitrail.magic.pac;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PosteriorSuccess;

/// What a user writes as the price of an answer: a success that an adversary may reach from an even prior (`56%`), or
/// an amount of information in nats (`1/128`, `0.0078`).
public final class Promise {
    private static final Pattern PERCENT = Pattern.compile("([0-9.]+)\\s*%");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9})\\s*/\\s*([0-9]{1,9})");
    private static final Pattern WHOLE = Pattern.compile("[0-9]+");
    private static final Nats LARGE = Nats.ofFraction(20, 1);
    private static final double EVEN = 0.5;
    private static final double CERTAIN = 0.9991;
    /// Of a tenth of a per cent: bounds are rounded up, also that of nothing told.
    private static final double TRIFLE = 1e-4;
    /// A cap above this lets answers be guessed from nearly always.
    private static final double LITTLE = 0.95;
    private static final Nats LEAST_LOCAL = new Nats(1);
    private static final long FEMTO_OF_PICO = 1000;
    private static final int SHOWN_MAX = 40;

    private Promise() {}

    /// The amount that a text means: `56%`, or nats.
    ///
    /// @param what was asked for, such as `--mi`
    /// @throws IllegalArgumentException if it means none
    public static Nats nats(String what, String text) {
        return nats(what, text, LEAST_LOCAL, "above 50%", "1e-15");
    }

    /// The same of an answer of a server, which takes no less than [PacRequest#LEAST].
    ///
    /// @return in units of 1e-12 nat, rounded down
    public static long served(String what, String text) {
        Nats least = new Nats(PacRequest.LEAST * FEMTO_OF_PICO);
        return nats(what, text, least, "of at least 50.8%", "0.0001").femto() / FEMTO_OF_PICO;
    }

    /// The same of a success: `56%`, or `56`.
    ///
    /// @return in units of 1e-12 nat, rounded down
    public static long servedSuccess(String what, String text) {
        long pico = success(what, text).femto() / FEMTO_OF_PICO;
        if (pico < PacRequest.LEAST) {
            throw new IllegalArgumentException(
                    "expected " + what + " of at least 50.8% with --dataset, such as 56%, got " + shown(text));
        }
        return pico;
    }

    private static Nats nats(String what, String text, Nats least, String successFrom, String natsFrom) {
        try {
            Nats nats = read(text.strip());
            if (nats.compareTo(LARGE) > 0 || nats.compareTo(least) < 0) { // a success without its %, or next to nothing
                throw new IllegalArgumentException("out of range");
            }
            return nats;
        } catch (IllegalArgumentException e) { // a number that is none, or out of range
            throw new IllegalArgumentException("expected " + what + " as a success " + successFrom + " and below 100%,"
                    + " such as 56%, or as nats from " + natsFrom + " to 20, such as 1/128, got " + shown(text));
        }
    }

    /// The same of a cap: one that lets all be told promises nothing.
    public static Nats cap(String what, String text) {
        Nats nats = nats(what, text);
        if (PosteriorSuccess.bound(nats) > CERTAIN) {
            throw new IllegalArgumentException("expected " + what + " as a success of at most 99.9%, such as 70%, or as"
                    + " nats below 0.685: more promises nothing, got " + shown(text)
                    + (WHOLE.matcher(text.strip()).matches() ? ": did you mean " + text.strip() + "%?" : ""));
        }
        return nats;
    }

    /// The same of a server's cap, in units of 1e-12 nat, rounded down.
    public static long servedCap(String what, String text) {
        nats(what, text, new Nats(FEMTO_OF_PICO), "above 50%", "1e-12");
        return cap(what, text).femto() / FEMTO_OF_PICO;
    }

    /// What to say of a cap that keeps little, in one line.
    ///
    /// @param pico the cap, in units of 1e-12 nat
    public static Optional<String> littleKept(long pico) {
        double success = PosteriorSuccess.bound(new Nats(Math.multiplyExact(pico, FEMTO_OF_PICO)));
        return success > LITTLE + TRIFLE
                ? Optional.of("a PAC cap this high promises little: all answers together may let a guess of 50 % be"
                        + " right with " + percent(success) + "; 60% to 70% are usual")
                : Optional.empty();
    }

    /// The amount that a success means: `56%`, or `56`.
    public static Nats success(String what, String text) {
        String typed = text.strip();
        Matcher percent = PERCENT.matcher(typed.endsWith("%") ? typed : typed + "%");
        try {
            Nats nats = percent.matches() ? advantage(percent.group(1), EVEN) : Nats.NONE;
            if (!nats.equals(Nats.NONE)) {
                return nats;
            }
        } catch (IllegalArgumentException e) { // said below
        }
        throw new IllegalArgumentException(
                "expected " + what + " above 50% and below 100%, such as 56%, got " + shown(text));
    }

    private static String shown(String text) {
        return "'" + (text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text) + "'";
    }

    private static Nats read(String typed) {
        Matcher percent = PERCENT.matcher(typed);
        Matcher fraction = FRACTION.matcher(typed);
        Nats nats = percent.matches()
                ? advantage(percent.group(1), EVEN)
                : fraction.matches()
                        ? Nats.ofFraction(Long.parseLong(fraction.group(1)), Long.parseLong(fraction.group(2)))
                        : Nats.atMost(new BigDecimal(typed));
        if (nats.equals(Nats.NONE)) {
            throw new IllegalArgumentException("expected an amount above 0");
        }
        return nats;
    }

    /// The amount after which success is at most `percent` %.
    static Nats advantage(String percent, double prior) {
        return PosteriorSuccess.allowing(
                new BigDecimal(percent).movePointLeft(2).doubleValue(), prior);
    }

    /// An upper bound of success from an even prior, in per cent with one decimal, rounded up.
    public static String percent(Nats nats) {
        return percent(PosteriorSuccess.bound(nats));
    }

    /// A success in per cent with one decimal, rounded up.
    public static String percent(double success) {
        double shown = Math.min(1000, Math.ceil(success * 1000 - TRIFLE)) / 10;
        return String.format(Locale.ROOT, shown == Math.rint(shown) ? "%.0f %%" : "%.1f %%", shown);
    }
}
