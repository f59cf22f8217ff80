package org.vitrail.kernel;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.certificate.CertificateCheck;
import org.vitrail.magic.certificate.VerifyArgs;

/// `verify CERTIFICATE [--key FILE] [--data FILE]`: whether a certificate is what was signed; no server is asked.
final class VerifyCommand {
    private static final int USAGE = 2;

    private VerifyCommand() {}

    /// Prints one line for each thing that was compared.
    ///
    /// @return the exit status: 0 all holds, 1 something does not, 2 a file cannot be read or wrong arguments
    static int run(List<String> arguments) {
        CertificateCheck check;
        try {
            Arguments.Parsed parsed = Arguments.parse(new VerifyArgs(), arguments);
            if (parsed.help().isPresent()) {
                System.out.println(parsed.help().get());
                return 0;
            }
            VerifyArgs args = (VerifyArgs) parsed.command();
            check = CertificateCheck.of(Path.of(args.file), args.key.map(Path::of), args.data.map(Path::of));
        } catch (InvalidPathException e) {
            System.err.println("vitrail: not a file name: '" + e.getInput() + "'");
            return USAGE;
        } catch (IllegalArgumentException e) {
            System.err.println("vitrail: " + String.valueOf(e.getMessage()).replace("%dp_verify", "./vitrail verify"));
            return USAGE;
        }
        check.lines().forEach(line -> System.out.println("vitrail: " + line));
        return check.status();
    }
}
